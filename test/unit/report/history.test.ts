import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../../../src/report/events.js';
import { HistoryBuilder, type RunHistory } from '../../../src/report/history.js';
import { at, finished, log, result, started, step, waiting } from './run-builder.js';
import { diamond } from './runs.js';

function historyOf(events: readonly RunEvent[]): RunHistory {
  const builder = new HistoryBuilder();
  for (const event of events) builder.take(event);
  const history = builder.history();
  if (!history) throw new Error('no start');
  return history;
}

/** What the step `a` did, as words and seconds since the start of the run. */
function spansOf(events: readonly RunEvent[]): readonly string[] {
  const [a] = historyOf([started([step('a')]), ...events]).steps;
  return (a?.spans ?? []).map(({ kind, from, to, attempt, message }) =>
    [
      `${kind} ${(from - at(0)) / 1000}-${(to - at(0)) / 1000}`,
      ...(attempt > 1 ? [`#${attempt}`] : []),
      ...(message ? [message] : []),
    ].join(' '),
  );
}

function created(seconds: number, { held, attempt = 1 }: { readonly held?: true; readonly attempt?: number } = {}): RunEvent {
  return { type: 'step-created', at: at(seconds), step: 'a', attempt, pod: 'pl-a', ...(held ? { held } : {}) };
}

function placed(seconds: number): RunEvent {
  return { type: 'step-placed', at: at(seconds), step: 'a', attempt: 1, node: 'node-1' };
}

function begun(seconds: number, attempt = 1): RunEvent {
  return { type: 'step-started', at: at(seconds), step: 'a', attempt };
}

describe('what a step did', () => {
  it('is without a node, then pulling its image there, then running, by the times of its result', () => {
    const end = finished(result('a', 'passed', { times: [0.1, 1.2, 4] }));

    expect(spansOf([created(0.1), placed(0.3), begun(1.5), end])).toEqual(['scheduling 0.1-0.3', 'pulling 0.3-1.2', 'running 1.2-4']);
  });

  it('is being held until its turn, whatever its pod does meanwhile', () => {
    const end = finished(result('a', 'passed', { times: [3, 3.4, 5] }));

    expect(spansOf([created(0.2, { held: true }), placed(3), begun(3.5), end])).toEqual(['held 0.2-3', 'pulling 3-3.4', 'running 3.4-5']);
  });

  it('is waiting since its turn came, for one cause after the other', () => {
    const events = [
      created(1),
      waiting('a', 3, 'Unschedulable', 'no node'),
      waiting('a', 6, 'Unschedulable', 'no node'),
      placed(7),
      waiting('a', 9, 'ImagePull', 'no image'),
      begun(12),
      finished(result('a', 'passed', { times: [1, 12, 13] })),
    ];

    expect(spansOf(events)).toEqual(['waiting 1-7 no node', 'pulling 7-12 no image', 'running 12-13']);
  });

  it('is what each attempt did, and the pause between two', () => {
    const first = result('a', 'failed', { times: [0, 1, 2] });
    const events: readonly RunEvent[] = [
      created(0),
      begun(1),
      { type: 'step-retried', at: at(2), result: first, pauseMs: 3000 },
      created(5, { attempt: 2 }),
      begun(6, 2),
      finished(result('a', 'passed', { times: [5, 6, 7], attempt: 2 })),
    ];

    expect(spansOf(events)).toEqual(['scheduling 0-1', 'running 1-2', 'pause 2-5', 'scheduling 5-6 #2', 'running 6-7 #2']);
  });

  it('goes on to the last event where its end was not seen', () => {
    expect(spansOf([created(0), begun(1), { type: 'notice', at: at(8), level: 'info', message: 'x' }])).toEqual([
      'scheduling 0-1',
      'running 1-8',
    ]);
  });
});

describe('the history of a run', () => {
  it('knows how each step ended and how long its log was', () => {
    const { steps, report } = historyOf(diamond());

    expect(steps.map(({ info, result: end, logLines }) => [info.step, end?.state, logLines])).toEqual([
      ['fetch', 'passed', 2],
      ['slow', 'passed', 1],
      ['quick', 'failed', 1],
      ['report', 'skipped', 0],
    ]);
    expect(report?.outcome).toBe('failed');
  });

  it('goes on where another runner took over', () => {
    const history = historyOf([started([step('a')]), log('a', 1, 'one'), started([step('a')]), log('a', 2, 'two')]);

    expect(history.steps.map(({ logLines }) => logLines)).toEqual([2]);
  });

  it('is unknown without a start', () => {
    expect(new HistoryBuilder().history()).toBeUndefined();
  });
});
