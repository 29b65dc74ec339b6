import { EvaluateError } from './evaluate-error.js';
import type { FunctionContext, Parameter, PlainFunction } from './function-types.js';
import type { Type, Value } from './values.js';

const TEXT: Parameter = ['string'];
const WHOLE: Parameter = ['int'];
const SPACES = ' \t\n\v\f\r\u0085\u00a0';

export const STRING_FUNCTIONS: Readonly<Record<string, PlainFunction>> = {
  trim: texts(1, 2, 'string', ([text, characters]) => trimmed(text, characters)),
  trimPrefix: texts(1, 2, 'string', ([text, prefix = ' ']) => (text.startsWith(prefix) ? text.slice(prefix.length) : text)),
  trimSuffix: texts(1, 2, 'string', ([text, suffix = ' ']) =>
    suffix !== '' && text.endsWith(suffix) ? text.slice(0, -suffix.length) : text,
  ),
  upper: texts(1, 1, 'string', ([text]) => text.toUpperCase()),
  lower: texts(1, 1, 'string', ([text]) => text.toLowerCase()),
  indexOf: texts(2, 2, 'int', ([text, part = '']) => BigInt(text.indexOf(part))),
  lastIndexOf: texts(2, 2, 'int', ([text, part = '']) => BigInt(text.lastIndexOf(part))),
  hasPrefix: texts(2, 2, 'bool', ([text, prefix = '']) => text.startsWith(prefix)),
  hasSuffix: texts(2, 2, 'bool', ([text, suffix = '']) => text.endsWith(suffix)),
  split: splitting('after none'),
  splitAfter: splitting('after each'),
  replace: {
    parameters: [TEXT, TEXT, TEXT, WHOLE],
    required: 3,
    result: 'string',
    run: ([text, old, by, most], context) => replaced(String(text), [String(old), String(by)], { most, context }),
  },
  repeat: {
    parameters: [TEXT, WHOLE],
    required: 2,
    result: 'string',
    run: ([text, count], { budget, offset }) => {
      if (Number(count) < 0) throw new EvaluateError('a text cannot be repeated less than never', offset);
      budget.spend(String(text).length * Number(count), offset);
      return String(text).repeat(Number(count));
    },
  },
};

function texts(
  required: number,
  most: number,
  result: Type,
  run: (given: readonly [string, ...(string | undefined)[]]) => Value,
): PlainFunction {
  return {
    parameters: Array.from({ length: most }, () => TEXT),
    required,
    result,
    run: ([first, ...rest]) => run([String(first), ...rest.map(String)]),
  };
}

function trimmed(text: string, characters = SPACES): string {
  let [start, end] = [0, text.length];
  while (start < end && characters.includes(text[start] ?? '')) start++;
  while (end > start && characters.includes(text[end - 1] ?? '')) end--;
  return text.slice(start, end);
}

function splitting(keep: 'after none' | 'after each'): PlainFunction {
  return {
    parameters: [TEXT, TEXT, WHOLE],
    required: 2,
    result: 'array',
    run: ([text, separator, most], { budget, offset }) => {
      const parts = String(text).split(String(separator));
      budget.spend(parts.length, offset);
      const limit = most === undefined ? -1 : Number(most);
      if (limit === 0) return [];
      const cut =
        limit > 0 && parts.length > limit ? [...parts.slice(0, limit - 1), parts.slice(limit - 1).join(String(separator))] : parts;
      return keep === 'after none' ? cut : cut.map((part, index) => (index < cut.length - 1 ? part + String(separator) : part));
    },
  };
}

function replaced(
  text: string,
  [old, by]: readonly [string, string],
  { most, context: { budget, offset } }: { readonly most: Value | undefined; readonly context: FunctionContext },
): string {
  const parts = text.split(old);
  budget.spend(text.length + parts.length * by.length, offset);
  const limit = most === undefined || Number(most) < 0 ? parts.length : Number(most);
  return parts.reduce((result, part, index) => result + (index <= limit ? by : old) + part);
}
