/**
 * Whether `number` comes after `other`. Fragment numbers are decimal digits, too many for a
 * number type, that grow with the order of ingestion.
 */
export function isLaterFragment(number: string, other: string): boolean {
  const [left, right] = [number, other].map((digits) => digits.replace(/^0+/, ''));
  if (left === undefined || right === undefined) return false;
  return left.length === right.length ? left > right : left.length > right.length;
}
