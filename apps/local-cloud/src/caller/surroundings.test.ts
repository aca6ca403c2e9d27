import { surroundingsOf } from './surroundings';

/** The caller speaks ten times as loud as the television. */
const voice = {
  speak: async (_text: string, who: string) =>
    new Int16Array(800).fill(who === 'slt' ? 10_000 : 1000),
  close: async () => undefined,
};
const planOf = (line: NonNullable<Parameters<typeof surroundingsOf>[0]['line']>) =>
  ({ voice: 'slt', line, steps: [], notes: [] }) as const;

test('a television sounds so far below the caller, however loud its voice is by itself', async () => {
  const background = { text: 'And now the weather.', voice: 'kal', belowCallerDb: 20 } as const;

  const surroundings = await surroundingsOf(planOf({ background }), voice);

  expect(surroundings).toEqual({ background: new Int16Array(800).fill(1000) });
});

test('a speakerphone is as it is written', async () => {
  const echo = { gainDb: -18, delayMs: 120 };

  expect(await surroundingsOf(planOf({ echo }), voice)).toEqual({ echo });
});
