import type { Value } from './pipeline.js';

/** Characters that are escaped in variables, so that the JSON can stand in HTML and JavaScript. */
const ESCAPED = /[<>&\u2028\u2029]/g;

/** The JSON text of a variable: keys sorted, no white space, `<`, `>` and `&` escaped. */
export function encodeJson(value: Value): string {
  return encode(value).replaceAll(ESCAPED, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function encode(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(encode).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  // By hand, because objects would put keys that look like numbers first.
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${encode(item)}`).join(',')}}`;
}
