/** The fields of a query request, `Tags.member.1.Key` and the like. */
export type QueryRequest = ReadonlyMap<string, string>;

export const readQuery = (body: string): QueryRequest => new Map(new URLSearchParams(body));

/** `<prefix>.member.1.<field>`, `<prefix>.member.2.<field>` … */
export function listed(request: QueryRequest, prefix: string): Record<string, string>[] {
  const items: Record<string, string>[] = [];
  for (const [key, value] of request) {
    const match = new RegExp(`^${prefix}\\.member\\.(\\d+)(?:\\.(\\w+))?$`).exec(key);
    if (match) (items[Number(match[1]) - 1] ??= {})[match[2] ?? 'value'] = value;
  }
  return items;
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
const escaped = (value: unknown) => String(value).replace(/[&<>]/g, (one) => ESCAPES[one] ?? one);

/** An answer as XML: a list as `member`s, what is undefined left out. */
export function toXml(value: unknown): string {
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map((one) => `<member>${toXml(one)}</member>`).join('');
  if (typeof value !== 'object' || value === null) return escaped(value);
  return Object.entries(value)
    .filter(([, one]) => one !== undefined)
    .map(([name, one]) => `<${name}>${toXml(one)}</${name}>`)
    .join('');
}

export const queryAnswer = (action: string, result: unknown) =>
  `<${action}Response><${action}Result>${toXml(result)}</${action}Result></${action}Response>`;

export const queryError = (code: string, message: string) =>
  `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${escaped(message)}</Message></Error></ErrorResponse>`;
