import { duration } from './duration.js';
import type { RunReport, StepInfo, StepResult } from './events.js';
import { neutralize } from './neutralize.js';
import type { Paint } from './paint.js';
import { errorCode } from './step-text.js';
import { summaryRow } from './summary.js';

/** Steps that are named; of more than that their number is enough. */
const NAMED = 8;

/** Why a run ended whose time limit has passed. */
export interface PastLimit {
  readonly code: string;
  readonly message: string;
  /** Where it stood; absent where no step had its turn. */
  readonly cause?: string;
  readonly hint: string;
}

/** Undefined for a run that ended otherwise. */
export function pastLimit(steps: readonly StepInfo[], { outcome, steps: results }: RunReport): PastLimit | undefined {
  if (outcome !== 'timed-out') return undefined;
  const detached = new Set(steps.filter((step) => step.detached).map(({ step }) => step));
  const cut = results.filter(({ step, state, reason }) => state === 'canceled' && reason === 'TimedOut' && !detached.has(step));
  const named = cut.slice(0, NAMED).map(standing);
  const more = cut.length > NAMED ? [`and ${cut.length - NAMED} more`] : [];
  return {
    code: errorCode('TimedOut'),
    message: 'the run reached its time limit',
    cause: named.length > 0 ? [...named, ...more].join(', ') : undefined,
    hint: 'find out what hangs, or raise --timeout',
  };
}

export function pastLimitText({ code, message, cause, hint }: PastLimit, paint: Paint): readonly string[] {
  return [`${paint('red', `error[${code}]`)} ${message}`, ...(cause === undefined ? [] : [`  cause: ${cause}`]), `  hint: ${hint}`];
}

function standing(result: StepResult): string {
  const { ranMs } = summaryRow(result);
  return `${neutralize(result.step)} ${ranMs === undefined ? 'had not started' : `ran for ${duration(ranMs)}`}`;
}
