import type { RunContext } from './context.js';
import { hasWrapper } from './pod-facts.js';
import type { Attempted } from './step-result.js';

/** Says so where the end of a log was lost without a word: podline's shell ended well, and the line that it ends with is not there. */
export async function tellLostEnd(
  { clock, emit }: Pick<RunContext, 'clock' | 'emit'>,
  { step, attempt, pod, end, log }: Omit<Attempted, 'readyAt' | 'now'>,
): Promise<void> {
  if (!log?.isCut || end.state !== 'passed' || end.exitCode !== 0 || !hasWrapper(pod)) return;
  const message = 'the end of the log is missing: the step has passed, and the line that its shell ends with is not there';
  await emit({ type: 'log-gap', at: clock.now(), step: step.id, attempt, message });
}
