import { z } from 'zod';
import { AwsFault } from '../front/aws-fault';

/** What is spoken and what is silent, in order. */
export type SpokenPiece = { readonly text: string } | { readonly pauseMs: number };

/** Source: Polly developer guide, "Adding a pause"; a break is at most 10 s. */
const STRENGTH_MS: Readonly<Record<string, number>> = {
  none: 0,
  'x-weak': 0,
  weak: 150,
  medium: 400,
  strong: 700,
  'x-strong': 1000,
};
const BREAK_LIMIT_MS = 10_000;
const breakSchema = z.int().min(0).max(BREAK_LIMIT_MS);

/** Elements that are understood; any other one could change what is heard. */
const TAG = /<(?:\/?(?:speak|p|s)\s*|break(\s[^<>]*)?\/)>/y;
const ENTITIES: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&apos;': "'",
};

/**
 * Reads SSML made of `speak`, `p`, `s` and `break`.
 * @throws AwsFault InvalidSsmlException for anything else
 */
export function readSsml(ssml: string): SpokenPiece[] {
  if (!/^\s*<speak>.*<\/speak>\s*$/s.test(ssml)) throw invalidSsml();
  const pieces: SpokenPiece[] = [];
  for (const [token] of ssml.matchAll(/<[^>]*>?|[^<]+/g)) {
    const piece = token.startsWith('<') ? readTag(token) : { text: unescape(token) };
    if ('pauseMs' in piece || piece.text.trim() !== '') pieces.push(piece);
  }
  return pieces;
}

function readTag(tag: string): SpokenPiece {
  TAG.lastIndex = 0;
  const match = TAG.exec(tag);
  if (!match) throw invalidSsml();
  return tag.startsWith('<break') ? { pauseMs: readBreak(match[1] ?? '') } : { text: '' };
}

function readBreak(attributes: string): number {
  const [, amount, unit] = /^\s*time="(\d+(?:\.\d+)?)(ms|s)"\s*$/.exec(attributes) ?? [];
  const strength = /^\s*strength="([a-z-]+)"\s*$/.exec(attributes)?.[1] ?? 'medium';
  const knownForm = amount !== undefined || /^\s*(strength="[a-z-]+"\s*)?$/.test(attributes);
  const pauseMs = amount ? Number(amount) * (unit === 's' ? 1000 : 1) : STRENGTH_MS[strength];
  const valid = breakSchema.safeParse(pauseMs);
  if (!knownForm || !valid.success) throw invalidSsml();
  return valid.data;
}

const unescape = (text: string) => text.replaceAll(/&\w+;/g, (name) => ENTITIES[name] ?? name);

const invalidSsml = () => new AwsFault(400, 'InvalidSsmlException', 'Invalid SSML request');
