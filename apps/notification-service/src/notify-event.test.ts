import { PatchbayError } from '@patchbay/platform';
import { anEvent, createMemoryEffectLedger, createRecordingLogger } from '@patchbay/testing';
import type { NotificationChannel } from './channels/channel';
import { notifyEvent } from './notify-event';

const event = anEvent.transferRequested();
const signal = new AbortController().signal;

/** A channel that fails with these errors, one each, before it delivers. */
function aChannel(name: string, ...errors: Error[]) {
  const delivered: string[] = [];
  const channel: NotificationChannel = {
    name,
    notify: async ({ id }) => {
      const error = errors.shift();
      if (error) throw error;
      delivered.push(id);
    },
  };
  return { channel, delivered };
}

function prepare(...channels: { channel: NotificationChannel }[]) {
  return {
    channelsFor: async () => channels.map(({ channel }) => channel),
    ledger: createMemoryEffectLedger(),
    logger: createRecordingLogger(),
  };
}

const hopeless = () => new PatchbayError('RefusedError', 'no', { retryable: false });

describe('notifying of an event', () => {
  test('goes through every channel', async () => {
    const webhook = aChannel('webhook');
    const link = aChannel('link');

    await notifyEvent(event, signal, prepare(webhook, link));

    expect([webhook.delivered, link.delivered]).toEqual([[event.id], [event.id]]);
  });

  test('a channel that fails stops no other, and its retry repeats no other', async () => {
    const webhook = aChannel('webhook', new Error('receiver is away'));
    const link = aChannel('link');
    const dependencies = prepare(webhook, link);

    const first = notifyEvent(event, signal, dependencies);
    await expect(first).rejects.toMatchObject({
      name: 'NotificationFailedError',
      message: 'Not notified: webhook (Error)',
      retryable: true,
    });
    await notifyEvent(event, signal, dependencies);

    expect(webhook.delivered).toEqual([event.id]);
    expect(link.delivered).toEqual([event.id]);
  });

  test('a repeated event is told once, by whichever consumer gets it', async () => {
    const webhook = aChannel('webhook');
    const dependencies = prepare(webhook);
    const another = { ...dependencies, logger: createRecordingLogger() };

    await Promise.all([
      notifyEvent(event, signal, dependencies),
      notifyEvent(event, signal, another),
    ]);
    await notifyEvent(event, signal, another);

    expect(webhook.delivered).toEqual([event.id]);
  });

  test('another event is another delivery', async () => {
    const webhook = aChannel('webhook');
    const dependencies = prepare(webhook);
    const other = anEvent.transferRequested({ sequence: 2 });

    await notifyEvent(event, signal, dependencies);
    await notifyEvent(other, signal, dependencies);

    expect(webhook.delivered).toEqual([event.id, other.id]);
  });

  test('is given up only when no failure is worth a retry', async () => {
    const refused = aChannel('webhook', hopeless(), hopeless());
    const away = aChannel('link', new Error('throttled'));
    const dependencies = prepare(refused, away);
    const notify = () => notifyEvent(event, signal, dependencies);

    await expect(notify()).rejects.toMatchObject({ retryable: true });
    await expect(notify()).rejects.toMatchObject({ retryable: false });
  });

  test('says which channel failed and why, by name', async () => {
    const dependencies = prepare(aChannel('webhook', hopeless()));

    await expect(notifyEvent(event, signal, dependencies)).rejects.toThrow();

    expect(dependencies.logger.lines).toMatchObject([
      { level: 'warn', fields: { channel: 'webhook', errorName: 'RefusedError' } },
    ]);
  });
});
