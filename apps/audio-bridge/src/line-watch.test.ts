import { endOfLine, SILENT_FLOW_LIMIT_MS, SILENT_MEDIA_LIMIT_MS } from './line-watch';

describe('endOfLine', () => {
  const healthy = { disconnected: false, flowSilentForMs: 0, mediaSilentForMs: 0 };

  test('a line on which the flow asks or media flows is alive', () => {
    expect(endOfLine(healthy)).toBeUndefined();
    expect(endOfLine({ ...healthy, mediaSilentForMs: 60_000 })).toBeUndefined();
    expect(endOfLine({ ...healthy, flowSilentForMs: 60_000 })).toBeUndefined();
  });

  test('a line is dead when nobody asks and nothing is heard, or when Connect says so', () => {
    const dead = { flowSilentForMs: SILENT_FLOW_LIMIT_MS, mediaSilentForMs: SILENT_MEDIA_LIMIT_MS };
    expect(endOfLine({ ...healthy, ...dead })).toEqual({ outcome: 'hangup' });
    expect(endOfLine({ ...healthy, disconnected: true })).toEqual({ outcome: 'hangup' });
  });

  test('the last answer says how the bot ended its leg', () => {
    const transfer = {
      cursor: 3,
      intent: 'transfer',
      reason: 'lost_card',
      summary: 'A card.',
      queueArn: 'a-queue',
    } as const;
    expect(endOfLine({ ...healthy, lastAnswer: transfer })).toEqual({
      outcome: 'transfer',
      reason: 'lost_card',
    });
    const end = { cursor: 3, intent: 'end' } as const;
    expect(endOfLine({ ...healthy, disconnected: true, lastAnswer: end })).toEqual({
      outcome: 'end',
    });
  });
});
