import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { canShutIn } from '../local/embedded-cluster.js';
import { HAS_TMUX, Terminal } from './tmux.js';

const LOCAL = (await canShutIn()) ? '--local' : '--local=process-unsafe';

interface Step {
  readonly name: string;
  readonly commands: readonly string[];
  readonly depends_on?: readonly string[];
}

/** Where the live view begins. */
const RULE = /^── /;

describe.skipIf(!HAS_TMUX)('a run on a terminal (of tmux)', () => {
  let folder: string;
  let terminal: Terminal;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'podline-live-'));
    terminal = await Terminal.open({ cwd: folder });
  });

  afterEach(async () => {
    await terminal.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function run(steps: readonly Step[], ...flags: readonly string[]): Promise<void> {
    const workflow = { steps: steps.map((step) => ({ image: 'alpine', depends_on: [], ...step })) };
    await writeFile(join(folder, 'workflow.yaml'), JSON.stringify(workflow));
    await terminal.podline(['run', LOCAL, 'workflow.yaml', ...flags].join(' '));
  }

  /** The lines of a step's log that are on the terminal, in their order. */
  async function logOf(step: string): Promise<readonly string[]> {
    const lines = await terminal.everything();
    return lines.flatMap((line) => (line.startsWith(`${step} `) && line.includes(' | ') ? [line.split(' | ')[1] ?? ''] : []));
  }

  it('shows the steps below their logs while it goes on, and nothing of that at the end', async () => {
    await run([
      { name: 'quick', commands: ['echo first'] },
      { name: 'slow', commands: ['echo begun', 'sleep 1000'] },
      { name: 'after', commands: ['true'], depends_on: ['slow'] },
    ]);
    await terminal.until(/✓ quick[\s\S]*▸ slow +\d+s {2}\+ sleep 1000/);
    const screen = await terminal.screen();
    await terminal.press('C-c');
    await terminal.until('status 130');

    const rule = screen.findIndex((line) => RULE.test(line));
    expect(screen.slice(0, rule)).toEqual(expect.arrayContaining(['quick  | first', 'slow   | begun']));
    expect(screen.slice(rule, rule + 4)).toEqual([
      expect.stringMatching(/^── workflow \w{10} · \d+s · 1\/3 done · 1 running ─+$/),
      expect.stringMatching(/^✓ quick +[\d.]+s$/),
      expect.stringMatching(/^▸ slow +\d+s {2}\+ sleep 1000$/),
      expect.stringMatching(/^◦ after +(after slow|held: its pod waits for slow)$/),
    ]);
    const all = await terminal.everything();
    expect(all.filter((line) => RULE.test(line) || line.startsWith('▸'))).toEqual([]);
    expect(all.filter((line) => line === 'slow   | begun')).toHaveLength(1);
    expect(all).toEqual(expect.arrayContaining([expect.stringMatching(/^canceled after .* nothing left on the cluster$/)]));
    expect(await terminal.cursorIsVisible()).toBe(true);
  });

  it('neither loses nor reorders a line of many quick logs', async () => {
    const names = ['a', 'b', 'c'];
    await run(names.map((name) => ({ name, commands: [`i=0; while [ $i -lt 3000 ]; do i=$((i+1)); echo "$i"; done`] })));
    await terminal.until('status 0');

    const numbers = Array.from({ length: 3000 }, (_, index) => `${index + 1}`);
    for (const name of names) expect((await logOf(name)).slice(1)).toEqual(numbers);
  });

  it('stays lower than the terminal with fifty steps, and leaves no traces where that is resized', async () => {
    const steps = Array.from({ length: 50 }, (_, index) => ({
      name: `step-${index}`,
      commands: [`echo "this is ${'long '.repeat(20)}"; sleep 1000`],
    }));
    await run(steps, '--max-pods', '50');
    await terminal.until(/50 running/);
    const before = await terminal.screen();
    for (const [columns, rows] of [
      [40, 24],
      [120, 12],
      [60, 30],
    ] as const) {
      await terminal.resize(columns, rows);
      await terminal.until(new RegExp(`^── .{${columns - 3}}$`, 'm'));
    }
    const after = await terminal.screen();
    await terminal.press('C-c');
    await terminal.until(/status 130/);

    expect(before.findIndex((line) => RULE.test(line))).toBeGreaterThanOrEqual(6);
    expect(before.at(-1)).toBe('');
    expect(after.filter((line) => RULE.test(line))).toHaveLength(1);
    expect((await terminal.everything()).filter((line) => RULE.test(line) || line.startsWith('▸'))).toEqual([]);
    for (const { name } of steps) expect((await logOf(name)).at(-1)).toMatch(/^this is (long )+/);
  });

  it('does nothing that a log tells the terminal', async () => {
    await run([{ name: 'a', commands: [`printf 'kept\\n\\033[2J\\033[H\\033[?25lafter\\n\\033]0;owned\\007\\033c\\n'`] }]);
    await terminal.until('status 0');

    expect(await logOf('a')).toEqual([expect.stringContaining('+ printf'), 'kept', 'after', '\\x1b]0;owned\\x07\\x1bc']);
    expect(await terminal.cursorIsVisible()).toBe(true);
  });

  it('leaves the terminal to the shell while it is suspended', async () => {
    await run([{ name: 'slow', commands: ['echo begun; sleep 1000'] }]);
    await terminal.until(/▸ slow +\d+s {2}begun/);
    await terminal.press('C-z');
    await terminal.until('Stopped');
    const [isVisible, screen] = [await terminal.cursorIsVisible(), await terminal.screen()];
    await terminal.type('fg');
    await terminal.until(/▸ slow +\d+s {2}begun/);
    await terminal.press('C-c');
    await terminal.until('canceled after');

    expect(isVisible).toBe(true);
    expect(screen.filter((line) => RULE.test(line))).toEqual([]);
  });

  it('is plain lines in a pipe', async () => {
    await run([{ name: 'a', commands: ['echo hello'] }], '2>/dev/null | cat -v');
    await terminal.until('status 0');

    const lines = await terminal.screen();
    expect(lines.slice(0, 2)).toEqual(['a  | + echo hello', 'a  | hello']);
  });
});
