import { ByteSearch } from './byte-search.js';
import { encodedForms, wrappedForms } from './encoded-forms.js';

const MASK = Buffer.from('********');
/** Shorter values are in every log by chance; hiding them would make the log unreadable and the value known. */
export const SHORTEST = 4;

/** Hides secrets in a line. */
export type Mask = (line: Uint8Array) => Uint8Array;

/** Hides the values, and each line of values that have several, plain and encoded. Takes time in proportion to the line. */
export function maskOf(values: Iterable<string>): Mask {
  const search = new ByteSearch([...values].flatMap(formsOf));
  if (search.isEmpty) return (line) => line;
  return (line) => {
    const spans = search.spansIn(line);
    if (spans.length === 0) return line;
    const parts: Uint8Array[] = [];
    let rest = 0;
    for (const { start, end } of spans) {
      parts.push(line.subarray(rest, start), MASK);
      rest = end;
    }
    return Buffer.concat([...parts, line.subarray(rest)]);
  };
}

/** Names of the secrets that {@link maskOf} leaves in logs, because their values are too short. */
export function unmaskable(secrets: ReadonlyMap<string, string>): readonly string[] {
  return [...secrets].filter(([, value]) => value.trim() !== '' && isTooShort(value.trim())).map(([name]) => name);
}

function formsOf(value: string): readonly Uint8Array[] {
  const lines = value
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => !isTooShort(line));
  const forms = new Set([...lines.flatMap(encodedForms), ...wrappedForms(value.trimEnd())].filter((form) => !isTooShort(form)));
  return [...forms].map((form) => Buffer.from(form));
}

function isTooShort(text: string): boolean {
  return text.length < SHORTEST;
}
