import type { ReadStream, WriteStream } from 'node:tty';
import type { TerminalSize } from '../cluster/cluster.js';
import type { Terminal } from './io.js';

/** The terminal of a process; undefined where its standard input or output is none. */
export function processTerminal(input: ReadStream, output: WriteStream): Terminal | undefined {
  if (!input.isTTY || !output.isTTY) return undefined;
  const sizeNow = (): TerminalSize => ({ columns: output.columns, rows: output.rows });
  return {
    get size() {
      return sizeNow();
    },
    take: ({ onInput, onResize }) => {
      const resized = () => onResize(sizeNow());
      input.setRawMode(true);
      input.on('data', onInput);
      output.on('resize', resized);
      input.resume();
      return () => {
        output.off('resize', resized);
        input.off('data', onInput);
        input.pause();
        input.setRawMode(false);
      };
    },
  };
}
