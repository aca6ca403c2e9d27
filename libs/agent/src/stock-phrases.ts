const ENGLISH = {
  limits: {
    silencePrompts: ['Are you still there?', 'I cannot hear you. Are you still on the line?'],
  },
  phrases: {
    fillers: ['One moment, please.', 'I am still working on it.', 'Thank you for your patience.'],
    silenceFarewell: 'I still cannot hear you, so I will end this call. Goodbye.',
    ending: 'I have to end this call now. Goodbye.',
    transferring: 'I am connecting you to a colleague now.',
    hold: 'Please hold the line for a moment.',
  },
  inappropriateLanguage: {
    warning: 'Please let us stay polite. Otherwise I cannot go on with this call.',
    words: [
      'asshole',
      'bastard',
      'bitch',
      'bullshit',
      'cunt',
      'dickhead',
      'fuck',
      'fucked',
      'fucker',
      'fucking',
      'motherfucker',
      'piss off',
      'prick',
      'shit',
      'wanker',
    ],
  },
};

/** Sentences that every agent needs and its author may leave to us. */
export type StockPhrases = typeof ENGLISH;

/** By the language before the dash. */
const STOCK: Readonly<Record<string, StockPhrases>> = { en: ENGLISH };

/** @param language BCP 47, such as `en-US`; undefined when we have no sentences in it */
export const stockPhrases = (language: string): StockPhrases | undefined =>
  STOCK[language.split('-')[0] ?? ''];

/** What an author of another language has to write. */
export const STOCK_SHAPE: StockPhrases = ENGLISH;
