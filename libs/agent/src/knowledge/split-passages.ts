import type { Passage } from './passage';

/** As much as a model can take up in a tool's answer without losing the thread. */
const PASSAGE_LIMIT_CHARS = 1200;

const HEADING = /^(#{1,6})\s+(.+?)\s*#*$/;

/**
 * Cuts a Markdown file at its headings, and long sections at paragraphs. A passage is known by
 * file and heading, so that a citation stays right while other sections change.
 * @param file its name without `.md`, and its text
 */
export function splitPassages({ name, text }: { name: string; text: string }): Passage[] {
  const seen = new Map<string, number>();
  return sections(text).flatMap(({ headings, lines }) => {
    const place = [name, slug(headings.at(-1) ?? '')].filter(Boolean).join('#');
    return chunks(lines.join('\n')).map((chunk) => {
      const times = (seen.get(place) ?? 0) + 1;
      seen.set(place, times);
      const id = times === 1 ? place : `${place}-${times}`;
      return { id, title: headings.filter(Boolean).join(' › '), text: chunk };
    });
  });
}

interface Section {
  readonly headings: readonly string[];
  readonly lines: string[];
}

function sections(markdown: string): Section[] {
  const found: Section[] = [{ headings: [], lines: [] }];
  for (const line of markdown.split(/\r?\n/)) {
    const [, level = '', heading = ''] = HEADING.exec(line) ?? [];
    const current = found.at(-1);
    if (level === '') current?.lines.push(line);
    else {
      const above = Array.from({ length: level.length - 1 }, (_, i) => current?.headings[i] ?? '');
      found.push({ headings: [...above, heading], lines: [] });
    }
  }
  return found;
}

/** Whole paragraphs, together as long as the limit allows; a paragraph is never cut. */
function chunks(text: string): string[] {
  const found: string[] = [];
  for (const paragraph of text.split(/\n\s*\n/).map((part) => part.trim())) {
    if (paragraph === '') continue;
    const last = found.at(-1);
    const joined = last === undefined ? paragraph : `${last}\n\n${paragraph}`;
    if (last === undefined || joined.length > PASSAGE_LIMIT_CHARS) found.push(paragraph);
    else found[found.length - 1] = joined;
  }
  return found;
}

const slug = (heading: string) =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-|-$/g, '');
