import fc from 'fast-check';
import { decideOnCursor, type AnsweredTurns } from './turn-cursor';

const answered: AnsweredTurns = { cursor: 4, lastAnswer: { cursor: 4, intent: 'listen' } };

describe('decideOnCursor', () => {
  test('the last cursor acknowledges its answer and asks for the next', () => {
    expect(decideOnCursor(answered, 4)).toEqual({ kind: 'next', acknowledged: 4 });
  });

  test('the cursor before gets the last answer again, unchanged', () => {
    expect(decideOnCursor(answered, 3)).toEqual({ kind: 'repeat', answer: answered.lastAnswer });
  });

  test('a lower or a higher cursor is refused', () => {
    for (const asked of [0, 2, 5, 100]) {
      expect(decideOnCursor(answered, asked)).toEqual({ kind: 'refuse' });
    }
  });

  test('the greeting is acknowledged by the first poll', () => {
    expect(decideOnCursor({ cursor: 0 }, 0)).toEqual({ kind: 'next', acknowledged: 0 });
  });

  test('however often polls are repeated, the flow hears every answer once and in order', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 40 }), (asksPerTurn) => {
        let state: AnsweredTurns = { cursor: 0 };
        const heard: number[] = [];
        for (const asks of asksPerTurn) {
          const cursor: number = heard.at(-1) ?? 0;
          for (let ask = 0; ask < asks; ask++) {
            const decision = decideOnCursor(state, cursor);
            if (decision.kind === 'next') {
              const next = state.cursor + 1;
              state = { cursor: next, lastAnswer: { cursor: next, intent: 'listen' } };
            } else {
              expect(decision).toEqual({ kind: 'repeat', answer: state.lastAnswer });
            }
          }
          heard.push(state.cursor);
        }
        expect(heard).toEqual(asksPerTurn.map((_, turn) => turn + 1));
      }),
    );
  });
});
