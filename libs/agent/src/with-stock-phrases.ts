import type { z } from 'zod';
import type { guardrailsSchema } from './guardrails';
import type { limitsSchema } from './limits';
import type { phrasesSchema } from './phrases';
import { STOCK_SHAPE, stockPhrases, type StockPhrases } from './stock-phrases';

interface Spoken {
  readonly language: string;
  readonly limits: z.infer<typeof limitsSchema>;
  readonly phrases: z.infer<typeof phrasesSchema>;
  readonly guardrails: z.infer<typeof guardrailsSchema>;
}

/**
 * Fills in the sentences that the author left to us, in the agent's language. In a language of
 * which we have none each missing one is a mistake: a caller must not hear another language.
 */
export function withStockPhrases<File extends Spoken>(file: File, context: z.RefinementCtx) {
  const stock = stockPhrases(file.language);
  const complete = <Given extends object, Part extends keyof StockPhrases>(
    given: Given,
    part: Part,
    path: readonly string[],
  ) => {
    const missing = Object.keys(STOCK_SHAPE[part]).filter((name) => !(name in given));
    for (const name of stock ? [] : missing) {
      const message = `must be written: there is no stock phrase in ${file.language}`;
      context.addIssue({ code: 'custom', path: [...path, name], message });
    }
    return { ...stock?.[part], ...given } as Given & StockPhrases[Part];
  };
  const { limits, phrases, guardrails } = file;
  const { inappropriateLanguage: polite } = guardrails;
  return {
    ...file,
    limits: complete(limits, 'limits', ['limits']),
    phrases: complete(phrases, 'phrases', ['phrases']),
    guardrails: {
      ...guardrails,
      inappropriateLanguage:
        polite &&
        complete(polite, 'inappropriateLanguage', ['guardrails', 'inappropriateLanguage']),
    },
  };
}
