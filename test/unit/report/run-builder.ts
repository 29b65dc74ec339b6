import type { Reason, RunEvent, RunReport, StepId, StepInfo, StepResult } from '../../../src/report/events.js';

/** 2026-01-02T03:04:05Z; the events of these runs tell their times in seconds from here. */
const START = Date.UTC(2026, 0, 2, 3, 4, 5);

export function at(seconds: number): number {
  return START + Math.round(seconds * 1000);
}

export function step(name: string, info: Partial<StepInfo> = {}): StepInfo {
  return { step: name, pipeline: 'diamond', name, kind: 'commands', dependsOn: [], detached: false, ...info };
}

export function started(steps: readonly StepInfo[], pipelines: readonly string[] = ['diamond']): RunEvent {
  return { type: 'run-started', at: at(0), run: '7k2m9x4c1d', namespace: 'ci', cluster: 'embedded cluster', pipelines, steps };
}

export function log(id: StepId, line: number, text: string | Uint8Array, attempt = 1): RunEvent {
  const bytes = typeof text === 'string' ? Buffer.from(text) : text;
  return { type: 'log', at: `2026-01-02T03:04:05.00000000${line}Z`, step: id, attempt, line, bytes };
}

export function waiting(id: StepId, seconds: number, reason: Reason, message: string, hint?: string): RunEvent {
  return { type: 'step-waiting', at: at(seconds), step: id, reason, message, ...(hint ? { hint } : {}) };
}

/** A result whose times are seconds from the start of the run: ready, started, finished. */
export function result(
  id: StepId,
  state: StepResult['state'],
  { times, ...rest }: { readonly times?: readonly [number, number, number] } & Partial<StepResult> = {},
): StepResult {
  const spans = times ? { readyAt: at(times[0]), startedAt: at(times[1]), finishedAt: at(times[2]) } : {};
  return { step: id, state, attempt: 1, logLines: 0, ...spans, ...rest };
}

/** @param seconds - when, for a step without a time of its own */
export function finished(of: StepResult, seconds = 0): RunEvent {
  return { type: 'step-finished', at: of.finishedAt ?? at(seconds), result: of };
}

export function ended(steps: readonly StepResult[], report: Partial<RunReport> & { readonly seconds: number }): RunEvent {
  const { seconds, ...rest } = report;
  const full: RunReport = {
    run: '7k2m9x4c1d',
    outcome: 'succeeded',
    exitStatus: 0,
    steps,
    leftovers: [],
    startedAt: at(0),
    finishedAt: at(seconds),
    ...rest,
  };
  return { type: 'run-finished', at: at(seconds), report: full };
}
