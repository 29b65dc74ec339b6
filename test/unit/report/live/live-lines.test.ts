import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RunEvent, StepInfo } from '../../../../src/report/events.js';
import { type LiveLinesOptions, liveLines } from '../../../../src/report/live/live-lines.js';
import { LiveRun } from '../../../../src/report/live/live-run.js';
import { colored, plain } from '../../../../src/report/paint.js';
import { textWidth } from '../../../../src/report/text-width.js';
import { at, finished, log, result, started, step, waiting } from '../run-builder.js';

const DIAMOND = [
  step('fetch'),
  step('slow', { dependsOn: ['fetch'] }),
  step('quick', { dependsOn: ['fetch'] }),
  step('report', { dependsOn: ['slow', 'quick'] }),
];

function runOf(steps: readonly StepInfo[], events: readonly RunEvent[] = [], pipelines?: readonly string[]): LiveRun {
  const first = started(steps, pipelines);
  if (first.type !== 'run-started') throw new Error('not the first event');
  const run = new LiveRun(first);
  for (const event of events) run.take(event);
  return run;
}

function view(run: LiveRun, options: Partial<LiveLinesOptions> = {}): readonly string[] {
  return liveLines(run, { now: at(5), columns: 80, rows: 24, paint: plain, ascii: false, isStopping: false, ...options });
}

function created(id: string, seconds: number, held?: true): RunEvent {
  return { type: 'step-created', at: at(seconds), step: id, attempt: 1, pod: `pl-${id}`, ...(held ? { held } : {}) };
}

function begun(id: string, seconds: number): RunEvent {
  return { type: 'step-started', at: at(seconds), step: id, attempt: 1 };
}

describe('the live view', () => {
  it('has a line for each step: its state, how long, and what there is to say', () => {
    const run = runOf(DIAMOND, [
      created('fetch', 0.1),
      begun('fetch', 0.4),
      finished(result('fetch', 'passed', { times: [0, 0.4, 1.6] })),
      created('slow', 1.6),
      begun('slow', 2),
      log('slow', 1, '\u001b[32m12 of 90\u001b[0m'),
      created('quick', 1.6),
      waiting('quick', 4, 'Unschedulable', 'no node offers arm64', 'try another platform'),
      created('report', 2, true),
    ]);

    expect(view(run)).toEqual([
      '── diamond 7k2m9x4c1d · 5s · 1/4 done · 1 running · 1 waiting ──────────────────',
      '✓ fetch    1.2s',
      '▸ slow       3s  12 of 90',
      '… quick      3s  waiting: no node offers arm64 · try another platform',
      '◦ report         held: its pod waits for slow, quick',
    ]);
  });

  it('tells what a step waits for whose pod is not there yet', () => {
    const lines = view(runOf(DIAMOND));

    expect(lines.slice(1)).toEqual([
      '◦ fetch          next',
      '◦ slow           after fetch',
      '◦ quick          after fetch',
      '◦ report         after slow, quick',
    ]);
  });

  it('tells why a step did not pass, and when it is tried again', () => {
    const failed = result('slow', 'failed', { times: [0, 1, 2], reason: 'ExitCode', exitCode: 7 });
    const run = runOf(DIAMOND, [
      finished(result('fetch', 'failed', { times: [0, 0, 1], reason: 'ExitCode', exitCode: 3, ignored: true })),
      { type: 'step-retried', at: at(2), result: failed, pauseMs: 10_000 },
      finished(result('quick', 'error', { message: 'image "x" was not found' })),
      finished(result('report', 'skipped', { reason: 'Dependency', message: 'quick failed' })),
    ]);

    expect(view(run).slice(1)).toEqual([
      '✗ fetch    1.0s  exit code 3 (ignored)',
      '… slow           exit code 7 · trying again in 7s',
      '✗ quick          image "x" was not found',
      '- report         quick failed',
    ]);
  });

  it('tells whether a step has a node yet', () => {
    const run = runOf(DIAMOND, [
      created('fetch', 2),
      created('slow', 2),
      waiting('slow', 3, 'Unschedulable', 'no node'),
      { type: 'step-placed', at: at(4), step: 'slow', attempt: 1, node: 'node-1' },
    ]);

    expect(view(run).slice(1, 3)).toEqual(['… fetch      3s  waiting for a node', '… slow       3s  starting on node-1']);
  });

  it('takes a held pod for one that starts once its turn has come', () => {
    const run = runOf(DIAMOND, [created('slow', 0.1, true), finished(result('fetch', 'passed', { times: [0, 0, 1] }))]);

    expect(view(run)[2]).toBe('… slow           starting');
  });

  it('knows that a step runs whose log it reads, though it did not see it start', () => {
    const run = runOf(DIAMOND, [log('fetch', 1, 'working')]);

    expect(view(run)[1]).toBe('▸ fetch      5s  working');
  });

  it('names steps of several pipelines in full, and those before them by their own name', () => {
    const steps = [step('a/x', { pipeline: 'a', name: 'x' }), step('a/y', { pipeline: 'a', name: 'y', dependsOn: ['a/x'] })];

    expect(view(runOf(steps, [], ['a', 'b']))).toEqual([
      '── 2 pipelines 7k2m9x4c1d · 5s · 0/2 done ──────────────────────────────────────',
      '◦ a/x         next',
      '◦ a/y         after x',
    ]);
  });

  it('says that it stops, and how not to wait for that', () => {
    expect(view(runOf(DIAMOND), { isStopping: true })[0]).toBe(
      '── diamond 7k2m9x4c1d · 5s · stopping, and removing what the run made · Ctrl-C …',
    );
  });

  it('needs no more than ASCII', () => {
    const run = runOf(DIAMOND, [begun('fetch', 0), log('fetch', 1, 'ünïcode of the log'.repeat(9))]);

    const lines = view(run, { ascii: true, columns: 40 });

    expect(lines).toEqual([
      '-- diamond 7k2m9x4c1d - 5s - 0/4 done...',
      '>   fetch      5s  ünïcode of the log...',
      '.   slow           after fetch',
      '.   quick          after fetch',
      '.   report         after slow, quick',
    ]);
  });

  it('shows of more steps than there is room for those that fail, then those that run', () => {
    const steps = Array.from({ length: 50 }, (_, index) => step(`s${index}`));
    const run = runOf(steps, [
      begun('s10', 0),
      begun('s40', 0),
      finished(result('s0', 'passed', { times: [0, 0, 1] })),
      finished(result('s45', 'failed', { times: [0, 0, 1], reason: 'ExitCode', exitCode: 1 })),
    ]);

    const lines = view(run, { rows: 16 });

    expect(lines.slice(1)).toEqual([
      '◦ s1          next',
      '◦ s2          next',
      '◦ s3          next',
      '▸ s10     5s',
      '▸ s40     5s',
      '✗ s45   1.0s  exit code 1',
      '… 44 more',
    ]);
  });

  it('is neither wider nor as high as the terminal, whatever steps and logs are called', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.constantFrom('測試步驟', '👩‍👩‍👧‍👦', 'e\u0301\u0301', '\u001b[2J', 'a'.repeat(300)),
    );
    const sizes = { columns: fc.integer({ min: 1, max: 130 }), rows: fc.integer({ min: 1, max: 60 }) };
    fc.assert(
      fc.property(fc.uniqueArray(text, { maxLength: 40 }), fc.array(text), fc.record(sizes), fc.boolean(), (names, logs, size, ascii) => {
        const events = names.flatMap((name, index) =>
          index % 3 === 0 ? [log(name, 1, logs[index] ?? '')] : [waiting(name, 1, 'Quota', logs[index] ?? 'x')],
        );
        const run = runOf(
          names.map((name) => step(name)),
          events,
        );

        const lines = view(run, { ...size, ascii });

        expect(lines.length).toBeLessThan(size.rows);
        // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
        expect(lines.filter((line) => textWidth(line) > size.columns || /[\u0000-\u001f\u007f-\u009f]/.test(line))).toEqual([]);
      }),
    );
  });

  it('is as wide with colours as without', () => {
    const run = runOf(DIAMOND, [begun('fetch', 0), log('fetch', 1, 'x'.repeat(100))]);

    // biome-ignore lint/suspicious/noControlCharactersInRegex: colours begin with one
    const bare = view(run, { paint: colored }).map((line) => line.replace(/\u001b\[[0-9;]*m/g, '').trimEnd());

    expect(bare).toEqual(view(run));
  });
});
