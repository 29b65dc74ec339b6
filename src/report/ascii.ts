const FALLBACKS: Readonly<Record<string, string>> = { '·': '-', '✓': '+', '✗': 'x', '→': '->', '…': '...', '▸': '>', '◦': '.', '─': '-' };
const SYMBOL = new RegExp(`[${Object.keys(FALLBACKS).join('')}]`, 'g');

/** Replaces the symbols that podline's own words use, for a terminal that is not UTF-8. */
export function ascii(text: string): string {
  return text.replace(SYMBOL, (symbol) => FALLBACKS[symbol] ?? symbol);
}
