import { join } from 'node:path';
import { writeFileSync, existsSync } from 'node:fs';
import { aBusMessage, anEvent } from '@patchbay/testing';
import { createOperator, NOW, type Operator } from './testing/operator';

const DAY_MS = 24 * 3_600_000;
const callEnded = aBusMessage(anEvent.callEnded());

/** Fake numbers and words that nobody but the reader of an export may see. */
const CANARIES = ['+15550100199', '4111111111111111', '4111', 'Hasenpfeffer', 'sk-canary-key'];

/** Letters with canaries wherever a message could carry them. */
function addCanaries({ queue, errors }: Operator): void {
  const [phone, card, pin, word, key] = CANARIES;
  const event = anEvent.callEnded();
  const said = {
    caller: `${word} ${phone}`,
    [`${word}`]: Number(card),
    pin: Number(pin),
    keys: [key],
  };
  const texts = [
    JSON.stringify({ version: '0', 'detail-type': word, detail: { ...event, data: said } }),
    JSON.stringify({ 'detail-type': 'CallEnded', type: card, detail: { id: phone, type: word } }),
    JSON.stringify([said, [said], { [`${phone}`]: { [`${card}`]: word } }]),
    JSON.stringify(Number(card)),
    `${word} ${phone} not JSON`,
  ];
  for (const body of texts) {
    const text = `${word}: ${phone}`;
    const attributes = {
      ERROR_CODE: { type: 'String', text },
      [`${word}`]: { type: 'String', text },
    };
    const messageId = queue('transcripts-dlq').add({ body, attributes, sentAtMs: NOW });
    for (const id of [`message:${messageId}`, phone, event.id]) {
      errors.set(`transcripts ${id}`, `Error for ${word} at ${phone}`);
    }
  }
}

/** Lines of a backup. */
const letters = (count: number) =>
  Array.from({ length: count }, (_, i) => `{"messageId":"${i}","body":"b","attributes":{}}\n`).join(
    '',
  );

describe('patchbay dlq', () => {
  test('ls shows every queue, how many letters it has and how old the oldest is', async () => {
    const operator = createOperator();
    const queue = operator.queue('transcripts-dlq');
    queue.add({ body: callEnded, sentAtMs: NOW - 3 * DAY_MS });
    queue.add({ body: callEnded, sentAtMs: NOW - DAY_MS });

    const { status, queues } = await operator.json('ls');
    await operator.run('ls');

    expect(status).toBe(0);
    expect(queues).toHaveLength(4);
    expect(queues).toContainEqual({
      queue: 'transcripts',
      count: 2,
      oldestSentAt: '2026-01-02T12:00:00.000Z',
      oldestAgeS: (3 * DAY_MS) / 1000,
      isOldestExact: true,
    });
    expect(operator.printed).toContain('transcripts: 2 dead letters, oldest 3d');
    expect(operator.printed).toContain('calls: no dead letters');
    expect(queue.held.size).toBe(0);
  });

  test('peek shows the shape of a few letters and holds none of them', async () => {
    const operator = createOperator();
    for (let count = 0; count < 12; count++) {
      operator.queue('transcripts-dlq').add({ body: callEnded, sentAtMs: NOW });
    }

    const { letters } = await operator.json('peek', 'transcripts', '--limit', '2');

    expect(letters).toHaveLength(2);
    expect(letters).toContainEqual(
      expect.objectContaining({
        eventType: 'CallEnded',
        error: 'unknown',
        shape: expect.objectContaining({
          'detail-type': 'CallEnded',
          detail: expect.objectContaining({
            subject: '<text>',
            type: 'CallEnded',
            sequence: '<number>',
          }),
        }),
      }),
    );
    expect(operator.queue('transcripts-dlq').held.size).toBe(0);
  });

  test('groups count by error and type, over all queues or one', async () => {
    const operator = createOperator();
    operator.errors.set(`transcripts ${anEvent.callEnded().id}`, 'MissingTurnError');
    operator.queue('transcripts-dlq').add({ body: callEnded, sentAtMs: NOW - 1000 });
    operator.queue('transcripts-dlq').add({ body: callEnded, sentAtMs: NOW });
    const odd = operator.queue('notifications-dlq').add({ body: '{', sentAtMs: NOW });
    operator.errors.set(`notifications message:${odd}`, 'MalformedMessageError');

    const { groups } = await operator.json('groups');
    const one = await operator.json('groups', 'notifications-dlq');

    const missing = {
      queue: 'transcripts',
      error: 'MissingTurnError',
      eventType: 'CallEnded',
      count: 2,
      repeatFailures: 0,
      oldestSentAt: '2026-01-05T11:59:59.000Z',
      newestSentAt: '2026-01-05T12:00:00.000Z',
    };
    const malformed = { queue: 'notifications', error: 'MalformedMessageError', count: 1 };
    expect(groups).toEqual([missing, expect.objectContaining(malformed)]);
    expect(one['groups']).toEqual([
      expect.objectContaining({ ...malformed, eventType: 'unknown' }),
    ]);
    expect(operator.queue('transcripts-dlq').held.size).toBe(0);
  });

  test('export copies letters and leaves them; import puts them on a queue', async () => {
    const operator = createOperator();
    const file = join(operator.folder, 'letters.ndjson');
    const attributes = { RULE_ARN: { type: 'String', text: 'arn:rule' } };
    operator.queue('transcripts-dlq').add({ body: callEnded, attributes });

    expect(await operator.json('export', 'transcripts', file)).toMatchObject({
      status: 0,
      count: 1,
    });
    const imported = await operator.json('import', file, 'transcripts-dlq');
    await operator.json('import', file, 'notifications');

    expect(imported).toMatchObject({ status: 0, sent: 1, refused: 0 });
    expect(operator.modeOf(file)).toBe(0o600);
    expect(operator.file(file)).toMatch(/^\{.*"holds":"whole messages, unmasked/);
    const letters = [...operator.queue('transcripts-dlq').letters.values()];
    expect(letters.map(({ body, attributes }) => ({ body, attributes }))).toEqual([
      { body: callEnded, attributes },
      { body: callEnded, attributes },
    ]);
    expect(operator.queue('transcripts-dlq').held.size).toBe(0);
    expect(operator.queue('notifications').letters.size).toBe(1);
  });

  test('an export never overwrites, and an interrupted one leaves no file', async () => {
    const operator = createOperator();
    const file = join(operator.folder, 'letters.ndjson');
    writeFileSync(file, 'mine');

    expect(await operator.run('export', 'transcripts', file)).toBe(2);
    expect(operator.complaints.join()).toContain('EEXIST');
    expect(operator.file(file)).toBe('mine');
    operator.interrupt();
    expect(await operator.run('export', 'transcripts', `${file}.2`)).toBe(1);
    expect(existsSync(`${file}.2`)).toBe(false);
  });

  test.each([
    ['a file that is not there', undefined, 'ENOENT'],
    ['an empty file', '', 'is empty'],
    ['another file', '{"a":1}\n', 'line 1'],
    ['a letter that is cut', `header\n${letters(200)}{"messageId":"m1","bo`, 'line 202'],
  ])('import of %s is refused before anything is sent', async (_, text, complaint) => {
    const operator = createOperator();
    const file = join(operator.folder, 'letters.ndjson');
    const header = '{"format":"patchbay-dead-letters","version":1}';
    if (text !== undefined) writeFileSync(file, text.replace('header', header));

    expect(await operator.run('import', file, 'transcripts')).toBe(2);
    expect(operator.complaints.join()).toContain(complaint);
    expect(operator.queue('transcripts').letters.size).toBe(0);
  });

  test('nothing of what a message holds shows, but for the export', async () => {
    const operator = createOperator();
    addCanaries(operator);
    const file = join(operator.folder, 'letters.ndjson');

    for (const argv of [
      ['ls'],
      ['peek', 'transcripts'],
      ['groups'],
      ['export', 'transcripts', file],
      ['replay', 'transcripts'],
      ['replay', 'transcripts', '--yes'],
      ['import', file, 'transcripts-dlq'],
    ]) {
      operator.clock.advance(1); // two replays never begin in the same millisecond
      expect(await operator.run(...argv)).toBe(0);
      operator.clock.advance(1);
      if (argv[0] !== 'export') expect(await operator.run(...argv, '--json')).toBe(0);
    }
    writeFileSync(file, `{"format":"${CANARIES.join()}"}\n`);
    expect(await operator.run('import', file, 'transcripts')).toBe(2);

    const shown = [...operator.printed, ...operator.complaints].join('\n');
    expect(CANARIES.filter((canary) => shown.includes(canary))).toEqual([]);
    expect(shown).toContain('<name 1>');
  });

  test('an interrupt while looking gives all back and is status 1', async () => {
    const operator = createOperator();
    const queue = operator.queue('transcripts-dlq');
    for (let count = 0; count < 500; count++) queue.add({ body: callEnded });
    const { receive } = queue;
    let receives = 0;
    queue.receive = (options) => {
      receives += 1;
      operator.interrupt();
      return receive(options);
    };

    expect(await operator.run('groups', 'transcripts')).toBe(1);
    expect(operator.complaints.join()).toContain('Interrupted');
    expect(receives).toBeLessThan(10);
    expect(queue.held.size).toBe(0);
  });

  test('a queue that fails half-way is status 1, with what was held given back', async () => {
    const operator = createOperator();
    const queue = operator.queue('transcripts-dlq');
    for (let count = 0; count < 30; count++) queue.add({ body: callEnded });
    const { receive } = queue;
    let receives = 0;
    queue.receive = (options) =>
      ++receives > 2 ? Promise.reject(new Error('Access Denied')) : receive(options);

    expect(await operator.run('groups', 'transcripts')).toBe(1);
    expect(operator.complaints).toEqual(['Access Denied']);
    expect(queue.held.size).toBe(0);
  });

  test('help shows examples and is no failure', async () => {
    const operator = createOperator();

    expect(await operator.run('--help')).toBe(0);
    expect(await operator.run('replay', '--help')).toBe(0);
    expect(operator.printed.join('')).toMatch(/patchbay dlq replay notifications --yes/);
  });
});
