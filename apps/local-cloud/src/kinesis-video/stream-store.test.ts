import type { Clock } from '@patchbay/platform';
import type { MediaBlock } from './media-streams';
import { StreamStore } from './stream-store';

const HOUR_MS = 60 * 60 * 1000;

function storeAt(nowMs: () => number): StreamStore {
  const clock: Clock = { nowMs, monotonicMs: nowMs };
  return new StreamStore({ region: 'eu-west-1', accountId: '0', clock });
}

const block = (producerTimestampMs: number): MediaBlock => ({
  track: 'AUDIO_FROM_CUSTOMER',
  pcm: new Int16Array(512),
  producerTimestampMs,
});

describe('what streams keep', () => {
  test('media older than two hours is forgotten', () => {
    let nowMs = 0;
    const store = storeAt(() => nowMs);
    const arn = store.acquire('contact-1', 'instance-1');
    const earliest = () => store.get({ arn }).find(() => true)?.head.producerTimestampMs;

    for (const hours of [0, 1, 1.9]) {
      nowMs = hours * HOUR_MS;
      store.append(arn, [block(nowMs)]);
    }
    expect(earliest()).toBe(0);
    nowMs = 2.5 * HOUR_MS;
    store.append(arn, [block(nowMs)]);
    expect(earliest()).toBe(HOUR_MS);
  });

  test('fragments are bounded over all streams together', () => {
    const store = storeAt(() => 0);
    const arns = ['contact-1', 'contact-2'].map((contactId) => store.acquire(contactId, 'i'));
    for (let index = 0; index < 5000; index++) {
      for (const arn of arns) store.append(arn, [block(index * 1024)]);
    }

    const earliest = arns.map((arn) => store.get({ arn }).find(() => true)?.head.index);

    expect(earliest).toEqual([1000, 1000]);
  });

  test('a released stream is taken by the next contact, whose fragments bear its name', () => {
    const store = storeAt(() => 0);
    const arn = store.acquire('contact-1', 'instance-1');
    store.append(arn, [block(0), block(64)]);
    store.release(arn);
    expect(store.acquire('contact-2', 'instance-1')).toBe(arn);
    store.append(arn, [block(128)]);

    const owners: unknown[] = [];
    store.get({ arn }).find(({ contactId, blocks }) => {
      owners.push([contactId, blocks.length]);
      return false;
    });

    expect(owners).toEqual([
      ['contact-1', 2],
      ['contact-2', 1],
    ]);
  });
});
