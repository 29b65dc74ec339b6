/**
 * tmux capture-pane -p -e | npm run -s picture > docs/images/run.svg
 *
 * Draws what stands on a terminal, for the README.
 */
import { text } from 'node:stream/consumers';
import { type Piece, piecesOf } from '../page/ansi.js';
import { partedAtSequences } from '../src/report/neutralize.js';

const CELL = { width: 8.4, height: 19 };
const MARGIN = 16;
const GROUND = '#0e1116';
const TEXT = '#d7dde4';
const COLORS: Readonly<Record<string, string>> = {
  f1: '#ff7b78',
  f2: '#4cc26a',
  f3: '#dda637',
  f4: '#79b8ff',
  f5: '#c9a2ff',
  f6: '#4fc3d0',
};

const lines = withCarriedColors((await text(process.stdin)).trimEnd().split('\n'));
const columns = Math.max(...lines.map((line) => lengthOf(piecesOf(line))));
const [width, height] = [columns * CELL.width + 2 * MARGIN, lines.length * CELL.height + 2 * MARGIN];
process.stdout.write(
  [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width.toFixed(0)} ${height}" width="${width.toFixed(0)}" height="${height}" role="img">`,
    '<title>podline run on a terminal: the logs of steps scroll by above a line for each step</title>',
    `<rect width="100%" height="100%" rx="9" fill="${GROUND}"/>`,
    `<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="14" fill="${TEXT}">`,
    ...lines.map((line, index) => lineOf(piecesOf(line), MARGIN + (index + 0.75) * CELL.height)),
    '</g></svg>\n',
  ].join('\n'),
);

/** tmux tells colours where they change, not in each line anew. */
function withCarriedColors(captured: readonly string[]): readonly string[] {
  let carried = '';
  return captured.map((line) => {
    const whole = carried + line;
    carried = partedAtSequences(whole)
      .filter((_, index) => index % 2 === 1)
      .join('');
    return whole;
  });
}

function lineOf(pieces: readonly Piece[], y: number): string {
  let column = 0;
  const drawn = pieces.flatMap((piece) => {
    const begin = column;
    column += [...piece.text].length;
    // SVG would make one space of several
    return Array.from(piece.text.matchAll(/\S+(?: \S+)*/g), ({ index, 0: words }) =>
      wordsAt(words, piece.classes, { column: begin + [...piece.text.slice(0, index)].length, y }),
    );
  });
  return drawn.join('');
}

/** As wide as its characters are on a terminal, whatever font there is. */
function wordsAt(words: string, classes: readonly string[], { column, y }: { readonly column: number; readonly y: number }): string {
  const [x, wide] = [MARGIN + column * CELL.width, [...words].length * CELL.width];
  const color = classes.map((name) => COLORS[name]).find((each) => each !== undefined);
  const attributes = [
    ...(color ? [`fill="${color}"`] : []),
    ...(classes.includes('d') ? ['opacity="0.65"'] : []),
    ...(classes.includes('b') ? ['font-weight="bold"'] : []),
  ];
  const escaped = words.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" textLength="${wide.toFixed(1)}" ${attributes.join(' ')}>${escaped}</text>`;
}

function lengthOf(pieces: readonly Piece[]): number {
  return [...pieces.map(({ text: words }) => words).join('')].length;
}
