import stringWidth from 'string-width';

const GRAPHEMES = new Intl.Segmenter();
// Of these alone a terminal shows one column each: most text, and quickly told.
const NARROW = /^[\u0020-\u007e]*$/;

/** Columns that a text takes on a terminal; it holds no escape sequences. */
export function textWidth(text: string): number {
  return NARROW.test(text) ? text.length : stringWidth(text);
}

/** A text, cut to this many columns with an ellipsis where it is longer. */
export function cut(text: string, columns: number, ellipsis = '…'): string {
  // a longer text than this is too long whatever it holds
  const enough = text.slice(0, columns * 8 + 8);
  if (enough.length === text.length && textWidth(text) <= columns) return text;
  const room = columns - textWidth(ellipsis);
  if (room < 0) return '';
  let width = 0;
  let end = 0;
  for (const { segment } of GRAPHEMES.segment(enough)) {
    width += textWidth(segment);
    if (width > room) break;
    end += segment.length;
  }
  return text.slice(0, end) + ellipsis;
}

/** A text with spaces behind it up to this many columns. */
export function padEnd(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - textWidth(text)));
}

/** A text with spaces before it up to this many columns. */
export function padStart(text: string, columns: number): string {
  return ' '.repeat(Math.max(0, columns - textWidth(text))) + text;
}
