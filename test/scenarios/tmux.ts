import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { vi } from 'vitest';
import { PATIENCE } from '../patience.js';
import { ROOT } from './podline.js';

const exec = promisify(execFile);

export const HAS_TMUX = spawnSync('tmux', ['-V']).status === 0;

export interface TerminalOptions {
  readonly cwd: string;
  readonly columns?: number;
  readonly rows?: number;
}

/** A terminal with a shell in it, as a person has it. */
export class Terminal {
  /** @param folder - of the socket that tmux is talked to by */
  private constructor(private readonly folder: string) {}

  static async open({ cwd, columns = 80, rows = 24 }: TerminalOptions): Promise<Terminal> {
    const terminal = new Terminal(await mkdtemp(join(tmpdir(), 'podline-tmux-')));
    const environment = { PATH: process.env.PATH, HOME: cwd, LANG: 'C.UTF-8', CI: '' };
    const variables = Object.entries(environment).flatMap(([name, value]) => ['-e', `${name}=${value}`]);
    const size = ['-x', String(columns), '-y', String(rows)];
    const session = ['new-session', '-d', ...size, '-c', cwd, ...variables, '/bin/sh'];
    await terminal.tmux('-f', '/dev/null', 'start-server', ';', 'set-option', '-g', 'history-limit', '50000', ';', ...session);
    await terminal.until(/[$#]/);
    return terminal;
  }

  /** Types a command of podline. */
  async podline(args: string): Promise<void> {
    await this.type(`clear; ${process.execPath} ${join(ROOT, 'lib/bin/podline.js')} ${args}; echo "status $?"`);
  }

  async type(line: string): Promise<void> {
    await this.tmux('send-keys', '-l', line);
    await this.press('Enter');
  }

  async press(key: string): Promise<void> {
    await this.tmux('send-keys', key);
  }

  async resize(columns: number, rows: number): Promise<void> {
    await this.tmux('resize-window', '-x', String(columns), '-y', String(rows));
  }

  /** What stands on it at this moment. */
  async screen(): Promise<readonly string[]> {
    return linesOf(await this.tmux('capture-pane', '-p'));
  }

  /** The same with what can be scrolled to; lines that the terminal has parted are whole. */
  async everything(): Promise<readonly string[]> {
    return linesOf(await this.tmux('capture-pane', '-p', '-J', '-S', '-'));
  }

  async cursorIsVisible(): Promise<boolean> {
    return (await this.tmux('display-message', '-p', '#{cursor_flag}')).trim() === '1';
  }

  /** Waits until a text stands on it. */
  async until(text: string | RegExp): Promise<void> {
    const isThere = (screen: string) => (typeof text === 'string' ? screen.includes(text) : text.test(screen));
    await vi.waitFor(async () => {
      const screen = (await this.screen()).join('\n');
      if (!isThere(screen)) throw new Error(`there is no ${text} on:\n${screen}`);
    }, PATIENCE);
  }

  async close(): Promise<void> {
    await this.tmux('kill-server');
    await rm(this.folder, { recursive: true });
  }

  private async tmux(...args: readonly string[]): Promise<string> {
    return (await exec('tmux', ['-S', join(this.folder, 'socket'), ...args])).stdout;
  }
}

/** BusyBox's shell asks where the cursor is; its terminal may show the answer anywhere behind the question. */
const CURSOR_IS_AT = /\^\[\[\d+;\d+R/g;

function linesOf(text: string): readonly string[] {
  return text.split('\n').map((line) => line.replace(CURSOR_IS_AT, '').trimEnd());
}
