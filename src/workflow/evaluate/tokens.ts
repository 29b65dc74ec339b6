import { EvaluateError } from './evaluate-error.js';

export interface Token {
  readonly type: 'number' | 'string' | 'name' | 'operator' | 'end';
  /** Of a string: what it stands for. */
  readonly text: string;
  readonly offset: number;
}

const SPACE = /(?:\s|\/\/[^\n]*|\/\*[\s\S]*?\*\/)+/y;
const NUMBER = /0[xX][\da-fA-F_]+|0[bB][01_]+|0[oO][0-7_]+|(?:\d[\d_]*(?:\.(?!\.)[\d_]*)?|\.\d[\d_]*)(?:[eE][+-]?\d+)?/y;
const NAME = /[\p{L}_$][\p{L}\p{Nd}_$]*/uy;
const POINTER = /#[\p{L}_]*/uy;
const OPERATOR = /\?\.|\?\?|\?:|\|\||&&|==|!=|<=|>=|\*\*|\.\.|[-+*/%^<>!?:.,;|=()[\]{}]/y;
const ESCAPE = /\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|u\{([\da-fA-F]{1,6})\}|U([\da-fA-F]{8})|([0-7]{3})|([abfnrtv\\'"`]))/y;
const CONTROL: Readonly<Record<string, string>> = { a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };

/** Cuts an expression into tokens; the last one is its end. */
export function tokenize(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let offset = 0;
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = offset;
    return pattern.exec(text)?.[0];
  };
  while (offset < text.length) {
    const space = take(SPACE);
    if (space !== undefined) {
      offset += space.length;
      continue;
    }
    const quote = text[offset] ?? '';
    if (quote === '"' || quote === "'" || quote === '`') {
      const { value, end } = quote === '`' ? rawString(text, offset) : quotedString(text, offset);
      tokens.push({ type: 'string', text: value, offset });
      offset = end;
      continue;
    }
    const [type, found] = (
      [['number', NUMBER] as const, ['name', NAME] as const, ['name', POINTER] as const, ['operator', OPERATOR] as const] as const
    )
      .map(([type, pattern]) => [type, take(pattern)] as const)
      .find(([, found]) => found !== undefined) ?? ['end', undefined];
    if (found === undefined) throw new EvaluateError(`unexpected character "${quote}"`, offset);
    tokens.push({ type, text: found, offset });
    offset += found.length;
  }
  return [...tokens, { type: 'end', text: 'the end', offset: text.length }];
}

function rawString(text: string, start: number): { readonly value: string; readonly end: number } {
  const close = text.indexOf('`', start + 1);
  if (close < 0) throw new EvaluateError('a string is not closed', start);
  return { value: text.slice(start + 1, close), end: close + 1 };
}

function quotedString(text: string, start: number): { readonly value: string; readonly end: number } {
  const quote = text[start];
  const parts: string[] = [];
  for (let index = start + 1; index < text.length; ) {
    const character = text[index] ?? '';
    if (character === quote) return { value: parts.join(''), end: index + 1 };
    if (character !== '\\') {
      parts.push(character);
      index++;
      continue;
    }
    ESCAPE.lastIndex = index;
    const found = ESCAPE.exec(text);
    if (!found) throw new EvaluateError('an escape is not known', index);
    parts.push(unescaped(found, index));
    index += found[0].length;
  }
  throw new EvaluateError('a string is not closed', start);
}

function unescaped([, x, u4, u6, u8, octal, letter]: RegExpExecArray, offset: number): string {
  if (letter !== undefined) return CONTROL[letter] ?? letter;
  const code = octal === undefined ? Number.parseInt(x ?? u4 ?? u6 ?? u8 ?? '0', 16) : Number.parseInt(octal, 8);
  if (code > 0x10ffff) throw new EvaluateError('an escape is no character', offset);
  return String.fromCodePoint(code);
}
