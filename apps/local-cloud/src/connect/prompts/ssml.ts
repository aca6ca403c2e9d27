/** What is spoken and what is left silent, in order. */
export type SpokenPiece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'break'; readonly durationMs: number };

const DOCUMENT = /^<speak>(.*)<\/speak>$/s;
const PIECE = /<break time="(\d+(?:\.\d+)?)(ms|s)"\s*\/>|([^<]+)/gy;

/** Reads the part of SSML that the simulation speaks; undefined for any other markup. */
export function readSsml(markup: string): SpokenPiece[] | undefined {
  const body = DOCUMENT.exec(markup.trim())?.[1];
  if (body === undefined) return undefined;
  const matches = [...body.matchAll(PIECE)];
  const readLength = matches.reduce((sum, [whole]) => sum + whole.length, 0);
  return readLength === body.length ? matches.map(toPiece) : undefined;
}

const toPiece = ([, time, unit, text]: RegExpExecArray): SpokenPiece =>
  text === undefined
    ? { kind: 'break', durationMs: Number(time) * (unit === 's' ? 1000 : 1) }
    : { kind: 'text', text };
