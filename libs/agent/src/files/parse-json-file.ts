import type { z } from 'zod';
import { reportIssues, type Report } from './problem';

/** @returns undefined when the text is not what the schema says, each mistake reported */
export function parseJsonFile<Schema extends z.ZodType>(
  text: string,
  schema: Schema,
  report: Report,
): z.infer<Schema> | undefined {
  const json = parseJson(text, report);
  if (json === undefined) return undefined;
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  reportIssues(parsed.error.issues, report);
  return undefined;
}

/** The parser's own words would quote the file, so they are not passed on. */
function parseJson(text: string, report: Report): unknown {
  try {
    return JSON.parse(text);
  } catch {
    report('', 'is not JSON');
    return undefined;
  }
}
