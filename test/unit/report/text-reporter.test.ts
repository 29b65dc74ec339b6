import { describe, expect, it } from 'vitest';
import { TextReporter, type TextReporterOptions } from '../../../src/report/text-reporter.js';
import { expectGolden } from './golden.js';
import { ended, log, result, started, step } from './run-builder.js';
import { cancellation, diamond, hostile, ignoredFailure, retry, severalPipelines, success, timedOut, unschedulable } from './runs.js';
import { FakeSink, merged, play } from './terminal.js';

const nextCommands: TextReporterOptions['nextCommands'] = (run, step) => [
  `podline logs ${run} ${step}`,
  'podline run --shell-on-failure examples/diamond.yaml',
];
const leftovers = ['Pod/pl-7k2m9x4c1d-build-1', 'ConfigMap/pl-7k2m9x4c1d'];

describe('what a run looks like', () => {
  it.each([
    { file: 'success.txt', events: success(), options: {} },
    { file: 'diamond.txt', events: diamond(), options: { nextCommands } },
    { file: 'diamond-ascii.txt', events: diamond(), options: { nextCommands, ascii: true } },
    { file: 'diamond-color.txt', events: diamond(), options: { nextCommands, color: true } },
    { file: 'diamond-quiet.txt', events: diamond(), options: { nextCommands, quiet: true } },
    { file: 'diamond-timestamps.txt', events: diamond(), options: { timestamps: true } },
    { file: 'ignored-failure.txt', events: ignoredFailure(), options: {} },
    { file: 'unschedulable.txt', events: unschedulable(), options: {} },
    { file: 'several-pipelines.txt', events: severalPipelines(), options: {} },
    { file: 'cancellation.txt', events: cancellation(), options: {} },
    { file: 'cancellation-quiet.txt', events: cancellation(), options: { quiet: true } },
    { file: 'leftovers.txt', events: cancellation({ leftovers }), options: {} },
    {
      file: 'kept.txt',
      events: cancellation({ keptUntil: Date.parse('2026-01-03T02:04:09Z') }),
      options: { clusterFlags: ['--context staging'] },
    },
    { file: 'retry.txt', events: retry(), options: {} },
    { file: 'timed-out.txt', events: timedOut(), options: {} },
    { file: 'timed-out-quiet.txt', events: timedOut(), options: { quiet: true } },
    { file: 'hostile.txt', events: hostile(), options: {} },
  ])('is byte for byte $file', async ({ file, events, options }) => {
    const { out, err } = merged();

    await play(new TextReporter({ out, err }, { version: '0.1.0', ...options }), events);

    expectGolden(file, out.bytes);
    expect(err.chunks).toBe(out.chunks);
  });
});

describe('the last line', () => {
  it('says how long a workflow waited for others, also where its one step is all of the critical path', async () => {
    const { out, err } = merged();
    const steps = [step('one/a', { pipeline: 'one' }), step('two/a', { pipeline: 'two' })];
    const results = [result('one/a', 'passed', { times: [0, 0, 5] }), result('two/a', 'passed', { times: [5, 5, 8] })];

    await play(new TextReporter({ out, err }, { version: '0.1.0' }), [started(steps, ['one', 'two']), ended(results, { seconds: 8 })]);

    expect(out.bytes.toString()).toMatch(/passed after 8\.0s · critical path two\/a 3\.0s, waited for other workflows 5\.0s · /);
  });
});

describe('where output goes', () => {
  it('keeps the logs apart from its own words where standard output is not a terminal', async () => {
    const out = new FakeSink();
    const err = new FakeSink({ isTTY: true });

    await play(new TextReporter({ out, err }, { version: '0.1.0' }), diamond());

    expect(out.bytes.toString()).toBe(
      'fetch   | + echo fetching\nfetch   | fetching\nslow    | …\nquick   | \u001b[31mFAIL\u001b[0m src/a.test.ts\n',
    );
    expect(err.bytes.toString()).toMatch(/^podline 0\.1\.0 .*\nfetch {3}✓ passed/);
  });

  it('writes everything to standard output where that is a terminal', async () => {
    const out = new FakeSink({ isTTY: true });
    const err = new FakeSink({ isTTY: true });

    await play(new TextReporter({ out, err }, { version: '0.1.0' }), success());

    expect(out.bytes.toString()).toMatch(/^podline .*\n[\s\S]*build {2}\| \+ make\n[\s\S]*passed after/);
    expect(err.chunks).toEqual([]);
  });

  it.each(['out', 'err'] as const)('holds the run back while the reader of %s is behind', async (behind) => {
    const sinks = { out: new FakeSink(), err: new FakeSink() };
    sinks[behind].ready = false;
    const reporter = new TextReporter(sinks, { version: '0.1.0' });

    const waits = [reporter.event(started([step('a')])), reporter.event(log('a', 1, 'x'))];
    // lines of logs that come at the same time go out together
    await Promise.resolve();
    waits.push(reporter.event(log('a', 2, 'y')));
    sinks[behind].ready = true;
    sinks[behind].emit('drain');
    await Promise.all(waits);

    expect(waits.at(-1)).toBeInstanceOf(Promise);
    expect(reporter.event({ type: 'step-started', at: 0, step: 'a', attempt: 1 })).toBeUndefined();
  });
});
