import type { RunLimits } from '../runner/limits.js';
import type { FlagValues } from './flags.js';

/** The limits that flags name; the others have their defaults. */
export function limitsOf(flags: FlagValues): Partial<RunLimits> {
  const limits = {
    maxPods: flags['max-pods'],
    concurrency: flags.concurrency,
    ahead: flags.ahead,
    holdLimitSeconds: flags['hold-limit'],
    timeoutSeconds: flags.timeout,
    scheduleTimeoutSeconds: flags['schedule-timeout'],
    pullTimeoutSeconds: flags['pull-timeout'],
    infraRetries: flags['infra-retries'],
    stopTimeoutSeconds: flags['stop-timeout'],
  };
  return Object.fromEntries(Object.entries(limits).filter(([, value]) => value !== undefined));
}
