/** Code that stands for itself, in a literal. */
export class Code {
  constructor(readonly text: string) {}
}

/** What a literal is made of. */
export type LiteralValue =
  | Code
  | string
  | number
  | boolean
  | null
  | undefined
  | readonly LiteralValue[]
  | { readonly [key: string]: LiteralValue };

const WIDTH = 120;
const IDENTIFIER = /^[A-Za-z_$][\w$]*$/;

/** A value as a literal of TypeScript: on one line where it fits, else one entry a line. */
export function literal(value: LiteralValue, indent = '', room = WIDTH): string {
  const flat = oneLine(value);
  if (flat.length + indent.length <= room && !flat.includes('\n')) return flat;
  const inner = `${indent}  `;
  if (Array.isArray(value))
    return lines(
      '[',
      value.map((item) => literal(item, inner)),
      ']',
      indent,
    );
  if (!isMap(value)) return flat;
  const entries = entriesOf(value).map(([key, item]) => `${propertyName(key)}: ${literal(item, inner, WIDTH - key.length - 4)}`);
  return lines('{', entries, '}', indent);
}

/** A name as the name of a variable that is not taken yet. */
export function variableName(name: string, taken: ReadonlySet<string>): string {
  const words = name.split(/[^A-Za-z0-9]+/).filter((word) => word !== '');
  const joined = words
    .map((word, index) => (index === 0 ? word.charAt(0).toLowerCase() : word.charAt(0).toUpperCase()) + word.slice(1))
    .join('');
  const base =
    joined === '' || /^\d/.test(joined) || RESERVED.has(joined) ? `step${joined.charAt(0).toUpperCase()}${joined.slice(1)}` : joined;
  let free = base;
  for (let count = 2; taken.has(free); count++) free = `${base}${count}`;
  return free;
}

export function text(value: string): string {
  const escaped = JSON.stringify(value).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'");
  return `'${escaped.replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')}'`;
}

const RESERVED = new Set(
  'await break case catch class const continue debugger default delete do else enum export extends false finally for function if implements import in instanceof interface let new null package private protected public return static super switch this throw true try typeof var void while with yield arguments eval undefined'.split(
    ' ',
  ),
);

function oneLine(value: LiteralValue): string {
  if (value instanceof Code) return value.text;
  if (typeof value === 'string') return text(value);
  if (Array.isArray(value)) return `[${value.map(oneLine).join(', ')}]`;
  if (!isMap(value)) return String(value);
  const entries = entriesOf(value).map(([key, item]) => `${propertyName(key)}: ${oneLine(item)}`);
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
}

function lines(open: string, entries: readonly string[], close: string, indent: string): string {
  return [open, ...entries.map((entry) => `${indent}  ${entry},`), `${indent}${close}`].join('\n');
}

function entriesOf(value: { readonly [key: string]: LiteralValue }): readonly (readonly [string, LiteralValue])[] {
  return Object.entries(value).filter(([, item]) => item !== undefined);
}

/** `__proto__: x` would set the prototype. */
function propertyName(key: string): string {
  if (key === '__proto__') return "['__proto__']";
  return IDENTIFIER.test(key) ? key : text(key);
}

function isMap(value: LiteralValue): value is { readonly [key: string]: LiteralValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Code);
}
