import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { RunOutput } from './run-output.js';

/** The folder of the repository. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export interface PodlineOptions {
  readonly cwd: string;
  /** Variables beside `PATH` and `HOME`: nothing of the person's own environment is seen. */
  readonly env?: Readonly<Record<string, string>>;
  /** What the program is started by, such as `unshare`. @default - by itself */
  readonly startedBy?: readonly string[];
}

/** The built program as a child process. */
export class Podline {
  readonly #child: ChildProcessByStdio<null, Readable, Readable>;
  readonly #closed: Promise<unknown>;
  #stdout = '';
  #stderr = '';

  constructor(args: readonly string[], { cwd, env, startedBy = [] }: PodlineOptions) {
    const [command = process.execPath, ...rest] = [...startedBy, process.execPath, join(ROOT, 'lib/bin/podline.js'), ...args];
    this.#child = spawn(command, rest, {
      cwd,
      env: { PATH: process.env.PATH, HOME: cwd, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child.stdout.setEncoding('utf8').on('data', (text: string) => {
      this.#stdout += text;
    });
    this.#child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr += text;
    });
    this.#closed = once(this.#child, 'close');
  }

  /** Waits until one of both outputs holds a text. */
  async until(text: string | RegExp): Promise<void> {
    const { stdout, stderr } = this.#child;
    const over = this.#closed.then(() => 'over' as const);
    const isIn = (output: string) => (typeof text === 'string' ? output.includes(text) : text.test(output));
    while (!isIn(this.#stdout) && !isIn(this.#stderr)) {
      const more = new AbortController();
      const next = [stdout, stderr].map((stream) => once(stream, 'data', { signal: more.signal }).catch(() => undefined));
      if ((await Promise.race([over, ...next])) === 'over')
        throw new Error(`podline ended without "${text}":\n${this.#stdout}${this.#stderr}`);
      more.abort();
    }
  }

  /** What it has printed so far. */
  get printed(): string {
    return this.#stdout + this.#stderr;
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** Stops reading what it prints, as `head` does. */
  closeStdout(): void {
    this.#child.stdout.destroy();
  }

  /** Waits until it has ended. */
  async end(): Promise<RunOutput> {
    await this.#closed;
    return new RunOutput({ status: this.#child.exitCode, stdout: this.#stdout, stderr: this.#stderr });
  }

  /** Ends it at once, should it still run. */
  kill(): void {
    this.#child.kill('SIGKILL');
  }
}
