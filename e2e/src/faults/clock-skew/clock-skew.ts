import type { Fault, FaultFigures } from '../fault';

/** Each part has its own processes, and its own idea of how far clocks may be apart. */
const PARTS: Readonly<Record<string, () => Promise<Fault>>> = {
  turns: async () => (await import('./turns')).skewedTurns,
  consumers: async () => (await import('./consumers')).consumersUnderSkew,
};

/** Processes whose clocks are apart: what is allowed must be served, what is not must be named. */
export const clockSkew: Fault = async (run) => {
  const figures: Record<string, FaultFigures> = {};
  for (const [name, part] of Object.entries(PARTS)) figures[name] = await (await part())(run);
  return { pass: Object.values(figures).every(({ pass }) => pass), ...figures };
};
