import { globSync } from 'node:fs';
import { join } from 'node:path';
import { aBusMessage, anEvent } from '@patchbay/testing';
import { createOperator, NOW, type Operator } from '../testing/operator';

const HOUR_MS = 3_600_000;

/** Dead letters of transcripts, an hour apart, the newest first. */
function addLetters({ queue }: Operator, count: number): string[] {
  return Array.from({ length: count }, (_, index) =>
    queue('transcripts-dlq').add({
      body: aBusMessage(anEvent.callEnded({ contactId: `contact-${1000 + index}` })),
      attributes: { ERROR_CODE: { type: 'String', text: 'NO_PERMISSIONS' } },
      sentAtMs: NOW - (index + 0.5) * HOUR_MS,
    }),
  );
}

const bodies = ({ queue }: Operator, name: string) =>
  [...queue(name).letters.values()].map(({ body }) => body).sort();
const sizes = ({ queue }: Operator) =>
  [queue('transcripts-dlq'), queue('transcripts')].map(({ letters }) => letters.size);

describe('patchbay dlq replay', () => {
  test('is a dry run unless told otherwise', async () => {
    const operator = createOperator();
    addLetters(operator, 25);

    const plan = await operator.json('replay', 'transcripts', '--limit', '20');

    expect(plan).toMatchObject({ status: 0, dryRun: true, chosen: 25, wouldReplay: 20 });
    expect(sizes(operator)).toEqual([25, 0]);
    expect(operator.queue('transcripts-dlq').held.size).toBe(0);
  });

  test('moves letters to their source queue as they are, each backed up', async () => {
    const operator = createOperator();
    addLetters(operator, 25);
    const before = bodies(operator, 'transcripts-dlq');

    const report = await operator.json('replay', 'transcripts', '--yes');

    expect(report).toMatchObject({ status: 0, replayed: 25, left: 0, failed: 0, finished: true });
    expect(sizes(operator)).toEqual([0, 25]);
    expect(bodies(operator, 'transcripts')).toEqual(before);
    const [letter] = operator.queue('transcripts').letters.values();
    expect(letter?.attributes).toEqual({ ERROR_CODE: { type: 'String', text: 'NO_PERMISSIONS' } });
    const backup = String(report['backup']);
    expect(operator.file(backup).trim().split('\n')).toHaveLength(26);
    expect(operator.modeOf(backup)).toBe(0o600);
  });

  test('a letter is in the backup before it is sent, and sent before it is removed', async () => {
    const operator = createOperator();
    const [messageId = ''] = addLetters(operator, 1);
    const steps: object[] = [];
    const source = operator.queue('transcripts');
    const { sendAll } = source;
    source.sendAll = async (messages) => {
      const isThere = operator.queue('transcripts-dlq').letters.has(messageId);
      const [backup = ''] = globSync(join(operator.folder, 'state/replays/*/*.backup.ndjson'));
      steps.push({ isThere, isBackedUp: operator.file(backup).includes(messageId) });
      return sendAll(messages);
    };

    await operator.json('replay', 'transcripts', '--yes');

    expect(steps).toEqual([{ isThere: true, isBackedUp: true }]);
  });

  test.each([
    [['--older-than', '3h'], 3],
    [['--newer-than', '2h'], 2],
    [['--older-than', '1h', '--newer-than', '4h'], 3],
    [['--type', 'CallEnded'], 6],
    [['--type', 'TransferRequested'], 0],
    [['--error', 'MissingTurnError'], 2],
    [['--error', 'MissingTurnError', '--limit', '1'], 1],
    [['--limit', '4'], 4],
  ])('chooses by %p, and leaves the others visible', async (flags, chosen) => {
    const operator = createOperator();
    addLetters(operator, 6);
    for (const index of [1, 4]) {
      operator.errors.set(`transcripts contact-${1000 + index}:CallEnded`, 'MissingTurnError');
    }

    const plan = await operator.json('replay', 'transcripts', ...flags);
    const report = await operator.json('replay', 'transcripts', '--yes', ...flags);

    expect(plan['wouldReplay']).toBe(chosen);
    expect(report).toMatchObject({ status: 0, replayed: chosen });
    expect(sizes(operator)).toEqual([6 - chosen, chosen]);
    expect(operator.queue('transcripts-dlq').held.size).toBe(0);
  });

  test('goes on where a run ended between sending and removing: nothing twice, nothing lost', async () => {
    const operator = createOperator();
    addLetters(operator, 25);
    const before = bodies(operator, 'transcripts-dlq');
    const deadLetters = operator.queue('transcripts-dlq');
    const { remove } = deadLetters;
    deadLetters.remove = () => Promise.reject(new Error('connection lost'));

    expect(await operator.run('replay', 'transcripts', '--yes')).toBe(1);
    const sentFirst = sizes(operator)[1] ?? 0;
    deadLetters.remove = remove;
    const report = await operator.json('replay', 'transcripts', '--yes');

    expect(operator.complaints).toEqual(['connection lost']);
    expect(sentFirst).toBeGreaterThan(0);
    expect(report).toMatchObject({ status: 0, resumed: true, alreadySent: sentFirst });
    expect(report['replayed']).toBe(25 - sentFirst);
    expect(sizes(operator)).toEqual([0, 25]);
    expect(bodies(operator, 'transcripts')).toEqual(before);
  });

  test('what a killed run had sent is not sent again, though it shows once more', async () => {
    const operator = createOperator();
    addLetters(operator, 25);
    const deadLetters = operator.queue('transcripts-dlq');
    const { remove } = deadLetters;
    deadLetters.remove = () => Promise.reject(new Error('connection lost'));
    await operator.run('replay', 'transcripts', '--yes');
    // The receipt handles of the first run are void by now.
    deadLetters.remove = async () => {
      deadLetters.remove = remove;
      return [];
    };

    const report = await operator.json('replay', 'transcripts', '--yes');

    expect(report).toMatchObject({ status: 0, resumed: true, failed: 0 });
    expect(Number(report['alreadySent'])).toBeGreaterThan(0);
    expect(sizes(operator)).toEqual([0, 25]);
  });

  test('what SQS refuses stays, and the same command tries it again', async () => {
    const operator = createOperator();
    addLetters(operator, 3);
    const source = operator.queue('transcripts');
    const { sendAll } = source;
    source.sendAll = async (messages) => {
      const [, ...newIds] = await sendAll(messages.slice(1)).then((ids) => ['', ...ids]);
      return [undefined, ...newIds];
    };

    const first = await operator.json('replay', 'transcripts', '--yes');
    source.sendAll = sendAll;
    const second = await operator.json('replay', 'transcripts', '--yes');

    expect(first).toMatchObject({ status: 1, replayed: 2, failed: 1, finished: false });
    expect(operator.complaints.join()).toContain('SQS refused 1');
    expect(second).toMatchObject({ status: 0, resumed: true, replayed: 1, finished: true });
    expect(sizes(operator)).toEqual([0, 3]);
  });

  test('an interrupt ends it in good order, and the same command goes on', async () => {
    const operator = createOperator();
    addLetters(operator, 40);
    const source = operator.queue('transcripts');
    const { sendAll } = source;
    source.sendAll = (messages) => {
      operator.interrupt();
      return sendAll(messages);
    };

    const first = await operator.json('replay', 'transcripts', '--yes', '--rate', '1000000');
    const held = operator.queue('transcripts-dlq').held.size;
    operator.comeBack();
    source.sendAll = sendAll;
    const second = await operator.json('replay', 'transcripts', '--yes');

    expect(first).toMatchObject({ status: 1, replayed: 10, finished: false });
    expect(held).toBe(0);
    expect(second).toMatchObject({ status: 0, replayed: 30, finished: true });
    expect(sizes(operator)).toEqual([0, 40]);
  });

  test('what fails again is not sent round in circles, and is told apart afterwards', async () => {
    const operator = createOperator();
    addLetters(operator, 3);
    const source = operator.queue('transcripts');
    const { sendAll } = source;
    source.sendAll = async (messages) => {
      const newIds = await sendAll(messages);
      for (const id of newIds) {
        const { body = '' } = source.letters.get(String(id)) ?? {};
        operator.queue('transcripts-dlq').add({ messageId: String(id), body, sentAtMs: NOW });
        source.letters.delete(String(id));
      }
      return newIds;
    };

    const report = await operator.json('replay', 'transcripts', '--yes');
    const { groups } = await operator.json('groups', 'transcripts');

    expect(report).toMatchObject({ status: 0, replayed: 3, repeatFailures: 3 });
    expect(sizes(operator)).toEqual([3, 0]);
    expect(groups).toEqual([expect.objectContaining({ count: 3, repeatFailures: 3 })]);
  });

  test('a rate spreads the sends over time', async () => {
    const operator = createOperator();
    addLetters(operator, 30);
    const startedMs = performance.now();

    await operator.json('replay', 'transcripts', '--yes', '--rate', '100');

    // The third ten may not go before 200 ms have passed.
    expect(performance.now() - startedMs).toBeGreaterThan(190);
    expect(sizes(operator)).toEqual([0, 30]);
  });

  test.each([
    [['replay', 'transcript', '--yes'], 'There is no queue transcript.'],
    [['replay', 'transcripts', '--rate', '0'], 'whole number'],
    [['replay', 'transcripts', '--older-than', 'yesterday'], '90s, 15m, 2h or 3d'],
    [['replay', 'transcripts', '--hold', '99999'], 'at most'],
  ])('arguments that cannot be used are status 2: %p', async (argv, complaint) => {
    const operator = createOperator();

    expect(await operator.run(...argv)).toBe(2);
    expect(operator.complaints.join()).toContain(complaint);
  });
});
