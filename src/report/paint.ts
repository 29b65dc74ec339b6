const CODES = { red: 31, green: 32, yellow: 33, blue: 34, magenta: 35, cyan: 36, dim: 2 } as const;

export type Color = keyof typeof CODES;

/** Colours a text, or leaves it alone where colours are off. */
export type Paint = (color: Color, text: string) => string;

export const plain: Paint = (_color, text) => text;

/** Starts from a clean state: a log line before may have left a colour on. */
export const colored: Paint = (color, text) => `\u001b[0;${CODES[color]}m${text}\u001b[0m`;

const NAME_COLORS = ['cyan', 'magenta', 'blue', 'yellow', 'green'] as const satisfies readonly Color[];

/** The same colour for the same name, in every run. */
export function nameColor(name: string): Color {
  let hash = 0;
  for (const character of name) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) >>> 0;
  return NAME_COLORS[hash % NAME_COLORS.length] ?? 'cyan';
}
