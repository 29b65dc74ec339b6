import type { Pod } from '../contract/objects.js';
import type { PlannedStep } from '../plan/run-plan.js';
import type { StepResult } from '../report/events.js';
import { withLog } from './container-end.js';
import type { RecordedResult } from './record.js';
import type { Tail } from './tail.js';
import { type EndVerdict, judge } from './verdict.js';

export interface Attempted {
  readonly step: PlannedStep;
  readonly attempt: number;
  /** Its last known state. */
  readonly pod: Pod;
  readonly end: EndVerdict;
  /** Absent where none was read. */
  readonly log?: Tail;
  readonly readyAt: number;
  readonly now: number;
}

/** What is told of an attempt at a step, by the end of its pod and its log. */
export function stepResult({ step, attempt, pod, end, log, readyAt, now }: Attempted): StepResult {
  const { state, exitCode, reason, message, hint } = withTrailer(withLog(end, { pod, log: log?.lastLines ?? [] }), log);
  const failed = state === 'failed' || state === 'error';
  return {
    step: step.id,
    state,
    attempt,
    exitCode,
    reason,
    message,
    hint,
    ignored: (failed && step.onFailure === 'ignore') || undefined,
    readyAt,
    startedAt: log?.startedAt ?? end.startedAt,
    finishedAt: log?.finishedAt ?? end.finishedAt ?? now,
    logLines: log?.lines ?? 0,
    lastLines: failed ? log?.lastLines : undefined,
  };
}

/** The same end, unless its log said that it passed. */
function withTrailer(end: EndVerdict, log: Tail | undefined): EndVerdict {
  if (end.reason !== 'ExitCode' || log?.exitCode !== 0) return end;
  return {
    ...end,
    reason: 'TrailerMismatch',
    message: `${end.message}, and its log said that it had passed`,
    hint: 'see whether the step prints the last line of podline itself, or is killed at its end',
  };
}

/** The end that another runner has written down, in the words of the pod where that says the same. */
export function recordedEnd(pod: Pod, result: RecordedResult): EndVerdict {
  const verdict = judge(pod, { gone: false, deletedByUs: true });
  return { ...(verdict.type === 'ended' && verdict.state === result.state ? verdict : undefined), type: 'ended', ...result };
}
