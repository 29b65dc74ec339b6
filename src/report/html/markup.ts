import { neutralize } from '../neutralize.js';

/** HTML that may be put into a page as it is. Only {@link html} and {@link trusted} make it. */
export class Markup {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  toString(): string {
    return this.#text;
  }
}

type Value = Markup | string | number | undefined | readonly Markup[];

/** A piece of HTML; what is put into it is text, unless it is such a piece itself. */
export function html(pieces: TemplateStringsArray, ...values: readonly Value[]): Markup {
  return new Markup(pieces.map((piece, index) => piece + (index < values.length ? markupOf(values[index]) : '')).join(''));
}

/** HTML, styles and programs of podline's own. */
export function trusted(text: string): Markup {
  return new Markup(text);
}

/** Data for a program of the page: no text of it can end the element it stands in. */
export function jsonMarkup(value: unknown): Markup {
  return new Markup(
    JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`),
  );
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function markupOf(value: Value): string {
  if (value === undefined) return '';
  if (value instanceof Markup) return value.toString();
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string') return value.map(markupOf).join('');
  // line by line: a text of several lines keeps them
  return value
    .split('\n')
    .map((line) => line.replace(/^\s+/, '') && leading(line) + neutralize(line))
    .join('\n')
    .replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

function leading(line: string): string {
  return ' '.repeat(line.length - line.trimStart().length);
}
