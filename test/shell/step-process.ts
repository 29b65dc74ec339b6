import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { expect, vi } from 'vitest';
import { escapeExpansion } from '../../src/constructs/step-script.js';
import { stepWrapper } from '../../src/constructs/step-wrapper.js';
import { PATIENCE } from '../patience.js';
import { kubeletExpand } from './kubelet-expansion.js';
import type { Shell } from './shells.js';

/** How a step is run. */
export interface StepOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** The script is the content of a file, not an argument. */
  readonly fromFile?: boolean;
}

/** The wrapper as a real process, in a process group of its own, started as a kubelet would start it. */
export class StepProcess {
  private readonly process: ChildProcess;
  private readonly exited: Promise<unknown>;
  private text = '';

  /** `script` is a path with `fromFile`. */
  constructor(shell: Shell, script: string, { env = {}, fromFile = false }: StepOptions = {}) {
    const args = ['-c', stepWrapper(shell.path), 'podline', ...(fromFile ? [script] : ['-c', script])];
    this.process = spawn(
      shell.path,
      args.map(escapeExpansion).map((arg) => kubeletExpand(arg)),
      {
        detached: true,
        env: { PATH: process.env.PATH ?? '', ...env },
      },
    );
    this.process.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
      this.text += chunk;
    });
    this.exited = once(this.process, 'exit');
  }

  /** Everything that came out so far. */
  get output(): string {
    return this.text;
  }

  write(line: string): void {
    this.process.stdin?.write(line);
  }

  closeInput(): void {
    this.process.stdin?.end();
  }

  signal(signal: NodeJS.Signals): void {
    this.process.kill(signal);
  }

  /** Waits until the output contains the text. */
  async until(text: string): Promise<void> {
    const { stdout } = this.process;
    while (stdout && !this.text.includes(text)) await once(stdout, 'data');
  }

  /** Waits until it handles signals and sleeps: before the script has started, that is at the gate. */
  async untilWaiting(): Promise<void> {
    await vi.waitFor(
      () => {
        const status = readFileSync(`/proc/${this.process.pid}/status`, 'utf8');
        const caught = BigInt(`0x${/^SigCgt:\s*(\w+)/m.exec(status)?.[1]}`);
        expect(caught & (1n << BigInt(constants.signals.SIGTERM - 1))).not.toBe(0n);
        expect(status).toMatch(/^State:\s*S/m);
      },
      { ...PATIENCE, interval: 5 },
    );
  }

  /** The exit status, as soon as the wrapper has ended; children that it left behind may still write. */
  async status(): Promise<number | null> {
    await this.exited;
    return this.process.exitCode;
  }

  /** Exit status and complete output. */
  async end(): Promise<{ readonly status: number | null; readonly output: string }> {
    if (!this.process.stdout?.closed) await once(this.process, 'close');
    return { status: await this.status(), output: this.text };
  }

  /** Ends everything that is left of the process group. */
  kill(): void {
    if (this.process.pid === undefined) return;
    try {
      process.kill(-this.process.pid, 'SIGKILL');
    } catch {
      // nothing is left
    }
  }
}
