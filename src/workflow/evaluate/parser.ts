import { EvaluateError } from './evaluate-error.js';
import { numberOf } from './number-literal.js';
import { ALIASES, BINARY, COMPARISONS, LITERALS, NEGATABLE, UNARY } from './operators.js';
import { type Node, PREDICATE_AT } from './syntax.js';
import { type Token, tokenize } from './tokens.js';

/** Brackets, operators and calls inside of each other: more would exhaust the stack. */
const MAX_DEPTH = 200;

/** Parses an expression. */
export function parseEvaluate(text: string): Node {
  return new Parser(tokenize(text)).whole();
}

class Parser {
  private index = 0;
  private depth = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  whole(): Node {
    const node = this.sequence();
    if (this.current.type !== 'end') this.fail();
    return node;
  }

  private get current(): Token {
    return this.tokens[this.index] ?? { type: 'end', text: 'the end', offset: 0 };
  }

  /** `let name = value; body`, or an expression. */
  private sequence(): Node {
    const { offset } = this.current;
    if (!this.isName('let')) return this.expression(0);
    this.index++;
    const name = this.name();
    this.expect('=');
    const value = this.expression(0);
    this.expect(';');
    return this.deeper(() => ({ kind: 'let', offset, name, value, body: this.sequence() }));
  }

  private expression(least: number): Node {
    return this.deeper(() => {
      let left = this.unary();
      let before = '';
      for (;;) {
        const isNegated = this.isName('not') && NEGATABLE.has(this.tokens[this.index + 1]?.text ?? '');
        const token = isNegated ? this.tokens[this.index + 1] : this.current;
        const precedence = token && this.precedenceOf(token);
        if (!token || precedence === undefined || precedence < least) break;
        if (before === '??' && token.text !== '??') {
          throw new EvaluateError(`"??" beside "${token.text}" needs parentheses`, token.offset);
        }
        this.index += isNegated ? 2 : 1;
        left = this.operation(left, token, precedence);
        if (isNegated) left = { kind: 'unary', operator: 'not', operand: left, offset: left.offset };
        before = token.text;
      }
      return least === 0 ? this.conditional(left) : left;
    });
  }

  private precedenceOf({ type, text }: Token): number | undefined {
    if (type !== 'operator' && type !== 'name') return undefined;
    return Object.hasOwn(BINARY, text) ? BINARY[text] : undefined;
  }

  private operation(left: Node, { text, offset }: Token, precedence: number): Node {
    if (text === '|') return this.call(this.name(), offset, [left]);
    const isRight = text === '**' || text === '^';
    const right = this.expression(isRight ? precedence : precedence + 1);
    const node: Node = { kind: 'binary', operator: ALIASES[text] ?? text, left, right, offset };
    // 1 < x < 3
    return COMPARISONS.has(text) && COMPARISONS.has(this.current.text) ? this.chain(node, right) : node;
  }

  private chain(before: Node, left: Node): Node {
    const { text, offset } = this.current;
    this.index++;
    const right = this.expression(21);
    const next: Node = { kind: 'binary', operator: text, left, right, offset };
    const both: Node = { kind: 'binary', operator: 'and', left: before, right: next, offset };
    return COMPARISONS.has(this.current.text) ? this.deeper(() => this.chain(both, right)) : both;
  }

  private conditional(test: Node): Node {
    const { offset } = this.current;
    if (this.take('?:')) return { kind: 'conditional', test, yes: test, no: this.expression(0), offset };
    if (!this.take('?')) return test;
    const yes = this.expression(0);
    this.expect(':');
    return { kind: 'conditional', test, yes, no: this.expression(0), offset };
  }

  private unary(): Node {
    const { type, text, offset } = this.current;
    const precedence = (type === 'operator' || type === 'name') && Object.hasOwn(UNARY, text) ? UNARY[text] : undefined;
    if (precedence === undefined) return this.postfix(this.primary());
    this.index++;
    return { kind: 'unary', operator: ALIASES[text] ?? text, operand: this.expression(precedence), offset };
  }

  private primary(): Node {
    const token = this.current;
    const { type, text, offset } = token;
    if (this.take('(')) {
      const inner = this.deeper(() => this.sequence());
      this.expect(')');
      return inner;
    }
    if (this.take('[')) return { kind: 'array', items: this.list(']'), offset };
    if (this.take('{')) return { kind: 'map', entries: this.entries(), offset };
    // `.field` is a member of the item at hand
    if (type === 'operator' && text === '.') return { kind: 'pointer', name: '#', offset };
    if (type === 'operator' || type === 'end') this.fail();
    this.index++;
    if (type === 'string') return { kind: 'literal', value: text, offset };
    if (type === 'number') return { kind: 'literal', value: numberOf(token), offset };
    if (text.startsWith('#')) return { kind: 'pointer', name: text, offset };
    if (text === '$env') return { kind: 'environment', offset };
    const literal = LITERALS.get(text);
    if (literal !== undefined) return { kind: 'literal', value: literal, offset };
    return this.current.text === '(' && this.current.type === 'operator'
      ? this.call(text, offset, [])
      : { kind: 'name', name: text, offset };
  }

  private postfix(start: Node): Node {
    let node = start;
    for (;;) {
      const { offset } = this.current;
      const isOptional = this.isOperator('?.');
      if (isOptional || this.isOperator('.')) {
        this.index++;
        node = isOptional && this.take('[') ? this.bracket(node, true) : { kind: 'member', of: node, key: this.key(), isOptional, offset };
        if (this.isOperator('(')) throw new EvaluateError('there are no methods', offset);
      } else if (this.take('[')) node = this.bracket(node, false);
      else return node;
    }
  }

  private bracket(of: Node, isOptional: boolean): Node {
    const { offset } = this.current;
    const from = this.isOperator(':') ? undefined : this.expression(0);
    if (this.take(':')) {
      const to = this.isOperator(']') ? undefined : this.expression(0);
      this.expect(']');
      return { kind: 'slice', of, from, to, offset };
    }
    if (from === undefined) this.fail();
    this.expect(']');
    return { kind: 'member', of, key: from, isOptional, offset };
  }

  private call(name: string, offset: number, given: readonly Node[]): Node {
    this.expect('(');
    const place = (Object.hasOwn(PREDICATE_AT, name) ? PREDICATE_AT[name] : -1) ?? -1;
    const found = [...given];
    while (!this.take(')')) {
      found.push(found.length === place ? this.predicate() : this.expression(0));
      if (!this.take(',') && !this.isOperator(')')) this.fail();
    }
    return { kind: 'call', name, arguments: found, offset };
  }

  /** `{ # > 1 }`, or without the braces. */
  private predicate(): Node {
    const { offset } = this.current;
    const hasBraces = this.take('{');
    const body = this.deeper(() => this.sequence());
    if (hasBraces) this.expect('}');
    return { kind: 'predicate', body, offset };
  }

  private list(end: string): readonly Node[] {
    const items: Node[] = [];
    while (!this.take(end)) {
      items.push(this.expression(0));
      if (!this.take(',') && !this.isOperator(end)) this.fail();
    }
    return items;
  }

  private entries(): readonly (readonly [Node, Node])[] {
    const entries: (readonly [Node, Node])[] = [];
    while (!this.take('}')) {
      const key = this.take('(') ? this.inParentheses() : this.key();
      this.expect(':');
      entries.push([key, this.expression(0)]);
      if (!this.take(',') && !this.isOperator('}')) this.fail();
    }
    return entries;
  }

  private inParentheses(): Node {
    const node = this.expression(0);
    this.expect(')');
    return node;
  }

  private key(): Node {
    const { type, text, offset } = this.current;
    if (type !== 'name' && type !== 'string' && type !== 'number') this.fail();
    this.index++;
    return { kind: 'literal', value: text, offset };
  }

  private name(): string {
    if (this.current.type !== 'name') this.fail();
    return this.tokens[this.index++]?.text ?? '';
  }

  private isName(text: string): boolean {
    return this.current.type === 'name' && this.current.text === text;
  }

  private isOperator(text: string): boolean {
    return this.current.type === 'operator' && this.current.text === text;
  }

  private take(text: string): boolean {
    const found = this.isOperator(text);
    if (found) this.index++;
    return found;
  }

  private expect(text: string): void {
    if (!this.take(text)) throw new EvaluateError(`"${text}" is missing before ${this.describe()}`, this.current.offset);
  }

  private deeper<T>(parse: () => T): T {
    if (++this.depth > MAX_DEPTH) throw new EvaluateError('the expression is too deep', this.current.offset);
    const result = parse();
    this.depth--;
    return result;
  }

  private describe(): string {
    return this.current.type === 'end' ? 'the end' : `"${this.current.text}"`;
  }

  private fail(): never {
    throw new EvaluateError(`${this.describe()} is not expected here`, this.current.offset);
  }
}
