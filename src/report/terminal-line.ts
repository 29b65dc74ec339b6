import { isColor, partedAtSequences, spellOut } from './neutralize.js';

const RESET = '\u001b[0m';

export interface TerminalLineOptions {
  /** False leaves the colours of the line out. */
  readonly color: boolean;
}

/**
 * A line of a log for a terminal: its colours stay and end with it, of a line that overwrote itself the last state is
 * shown, and whatever else a terminal would act upon is left out or spelled out.
 */
export function terminalLine(bytes: Uint8Array, { color }: TerminalLineOptions): string | Uint8Array {
  if (isHarmless(bytes)) return bytes;
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString();
  const shown = text.trimEnd().split('\r').at(-1) ?? '';
  const pieces = partedAtSequences(shown).map((piece, index) => {
    if (index % 2 === 0) return piece.split('\t').map(spellOut).join('\t');
    return color && isColor(piece) ? piece : '';
  });
  const line = pieces.join('');
  return line.includes('\u001b') ? line + RESET : line;
}

/** Printable ASCII and tabs alone: nearly every line. */
function isHarmless(bytes: Uint8Array): boolean {
  for (const byte of bytes) if ((byte < 0x20 && byte !== 0x09) || byte > 0x7e) return false;
  return true;
}
