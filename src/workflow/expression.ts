/** An argument of a function: text as written, or what another expression is replaced by. */
export type Argument = string | Expression;

/** `${name}`, or a function of it: `${name##prefix}`. */
export interface Expression {
  readonly name: string;
  /** As written: `##`, `:-`, `//`; `length` for `${#name}`, empty for the value itself. */
  readonly operator: string;
  readonly arguments: readonly Argument[];
}

/** An expression and where it ends; nothing where the text is of no form that is replaced. */
export type Parsed = { readonly expression: Expression; readonly end: number } | undefined;

/** Expressions inside of each other. */
const MAX_DEPTH = 20;

const NAME = /[\p{L}\p{Nd}_]+/uy;
const CASING = /[,^]{1,2}/y;
const REMOVAL = /##?|%%?/y;
const REPLACEMENT = /\/[/#%]?/y;
const DEFAULT = /:[-=?+]|=/y;

/** Parses the expression whose `${` is at `start`. */
export function parseExpression(text: string, start: number): Parsed {
  const parser = new ExpressionParser(text, start + 2);
  const expression = parser.expression();
  return expression && { expression, end: parser.position };
}

class ExpressionParser {
  private depth = 0;

  constructor(
    private readonly text: string,
    public position: number,
  ) {}

  /** What follows `${`, with the closing brace. */
  expression(): Expression | undefined {
    if (this.text[this.position] === '#') return this.length();
    const name = this.take(NAME);
    if (name === undefined) return undefined;
    const plain = { name, operator: '', arguments: [] };
    switch (this.text[this.position]) {
      case ':':
      case '=':
        return this.withDefault(name) ?? this.substring(name);
      case ',':
      case '^':
        return this.closed({ ...plain, operator: this.take(CASING) ?? '' });
      case '#':
      case '%':
        return this.removal(name);
      case '/':
        return this.replacement(name);
      default:
        return this.closed(plain);
    }
  }

  private length(): Expression | undefined {
    this.position++;
    const name = this.take(NAME);
    return name === undefined ? undefined : this.closed({ name, operator: 'length', arguments: [] });
  }

  /** The text in place of an empty value may be a mixture of text and expressions. */
  private withDefault(name: string): Expression | undefined {
    const operator = this.take(DEFAULT);
    if (operator === undefined) return undefined;
    const parts: Argument[] = [];
    while (this.text[this.position] !== '}') {
      const part = this.argument('}');
      if (part === undefined) return undefined;
      parts.push(part);
    }
    return this.closed({ name, operator, arguments: parts });
  }

  private substring(name: string): Expression | undefined {
    this.position++;
    const from = this.argument(':}');
    if (from === undefined) return undefined;
    if (this.text[this.position] !== ':') return this.closed({ name, operator: ':', arguments: [from] });
    while (this.text[this.position] === ':') this.position++;
    return this.withLast({ name, operator: ':', arguments: [from] });
  }

  private removal(name: string): Expression | undefined {
    return this.withLast({ name, operator: this.take(REMOVAL) ?? '', arguments: [] });
  }

  private replacement(name: string): Expression | undefined {
    const operator = this.take(REPLACEMENT) ?? '';
    // the reference implementation looks for the second slash beyond the brace, and takes the text between for its own
    const old = this.argument('/}', 'escaped');
    if (old === undefined) return undefined;
    if (this.text[this.position] === '/') this.position++;
    const found = { name, operator, arguments: [old] };
    return this.text[this.position] === '}' ? this.closed(found) : this.withLast(found, 'escaped');
  }

  private withLast(found: Expression, escapes?: 'escaped'): Expression | undefined {
    const last = this.argument('}', escapes);
    return last === undefined ? undefined : this.closed({ ...found, arguments: [...found.arguments, last] });
  }

  private closed(found: Expression): Expression | undefined {
    return this.text[this.position++] === '}' ? found : undefined;
  }

  /** One expression, or the text up to the next one or to any of these characters. */
  private argument(ends: string, escapes?: 'escaped'): Argument | undefined {
    if (this.text.startsWith('${', this.position)) {
      if (++this.depth > MAX_DEPTH) return undefined;
      this.position += 2;
      const inner = this.expression();
      this.depth--;
      return inner;
    }
    let literal = '';
    for (; this.position < this.text.length; this.position++) {
      const character = this.text[this.position] ?? '';
      const isEscape = escapes && /^(\$\$|\\[\\/])/.test(this.text.slice(this.position, this.position + 2));
      if (isEscape) this.position++;
      else if (ends.includes(character) || this.text.startsWith('${', this.position)) break;
      literal += this.text[this.position];
    }
    return literal === '' ? undefined : literal;
  }

  private take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.position;
    const found = pattern.exec(this.text)?.[0];
    this.position += found?.length ?? 0;
    return found;
  }
}
