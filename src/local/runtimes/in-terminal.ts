import { spawn } from 'node:child_process';

export interface InTerminalOptions {
  readonly env: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly signal: AbortSignal;
}

/** Runs a program in the terminal of this process; resolves to its exit code. */
export async function inTerminal(program: string, args: readonly string[], options: InTerminalOptions): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { ...options, stdio: 'inherit', killSignal: 'SIGHUP' });
    child.once('error', () => resolve(128));
    child.once('exit', (code) => resolve(code ?? 128));
  });
}
