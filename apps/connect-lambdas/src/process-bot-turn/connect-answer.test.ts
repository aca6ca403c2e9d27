import type { TurnAnswer } from '@patchbay/contracts';
import { toConnectAnswer } from './connect-answer';
import type { Transfer } from './hand-to-human';

describe('toConnectAnswer', () => {
  test('is a flat map of strings, without the length of the sound', () => {
    const answer: TurnAnswer = {
      cursor: 5,
      intent: 'collect',
      responseAudioUrl: 'https://prompts.test/5.wav',
      durationMs: 1200,
      maxDigits: 4,
      timeoutS: 10,
    };

    expect(toConnectAnswer(answer)).toEqual({
      cursor: '5',
      intent: 'collect',
      responseAudioUrl: 'https://prompts.test/5.wav',
      maxDigits: '4',
      timeoutS: '10',
    });
  });

  const transfer = (fields: Record<string, string>): TurnAnswer => ({
    cursor: 5,
    intent: 'transfer',
    reason: 'lost_card',
    summary: 'Lost a card.',
    queueArn: 'arn:queue',
    fields,
  });

  test('carries the fields of a transfer as one text', () => {
    expect(toConnectAnswer(transfer({ product: 'card' }))).toMatchObject({
      reason: 'lost_card',
      fields: '{"product":"card"}',
    });
  });

  test('fields too long for Connect do not cost the reason', () => {
    const answer = toConnectAnswer(transfer({ product: 'x'.repeat(32_000) }));

    expect(answer).toMatchObject({ reason: 'lost_card', summary: 'Lost a card.' });
    expect(answer).not.toHaveProperty('fields');
  });

  test('a summary too long for Connect loses its end, and not the transfer', () => {
    const summary = '\u0001'.repeat(8000);

    const flat = toConnectAnswer({ ...(transfer({}) as Transfer), summary });

    expect(Buffer.byteLength(JSON.stringify(flat))).toBeLessThan(32_000);
    expect(flat).toMatchObject({ reason: 'lost_card', queueArn: 'arn:queue' });
    expect(summary.startsWith(flat['summary'] ?? '')).toBe(true);
  });
});
