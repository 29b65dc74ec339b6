import { systemClock } from '../clock.js';
import type { Cluster } from '../cluster/cluster.js';
import { isPodlineError, UsageError } from '../errors.js';
import { isGone } from '../process-identity.js';
import type { Reporter } from '../report/reporter.js';
import { outcomeOf } from '../runner/outcome.js';
import { resume } from '../runner/run.js';
import type { SecretValues } from '../runner/secrets.js';
import { settle } from '../runner/settle.js';
import { type SavedRun, savedRun } from '../store/saved-run.js';
import { Archive } from './archive.js';
import type { Cancellation } from './cancellation.js';
import type { Invocation } from './commands.js';
import { keepPolicyOf } from './keep-policy.js';
import { eventsTo } from './reporter.js';
import { limitsOf } from './run-limits.js';

export interface ResumeRunOptions {
  readonly invocation: Invocation;
  readonly reporter: Reporter;
  readonly cancellation: Cancellation;
  /** @default - what the run's Secrets hold */
  readonly secrets?: SecretValues;
}

/**
 * Goes on with a run whose runner is gone, and with its logs where those that are saved here end. What was saved of a run also
 * tells how it ended that was already removed. Resolves to the exit status.
 */
export async function resumeRun(run: string, cluster: Cluster, options: ResumeRunOptions): Promise<number> {
  const { invocation, reporter, cancellation, secrets } = options;
  const { io, flags } = invocation;
  const saved = async () => (flags['no-save'] ? undefined : savedRun(io.cwd, run));
  const archive = await Archive.open(invocation, { reporter, isResumed: true });
  const onEvent = eventsTo(reporter, archive, io.tellBegun);
  try {
    const report = await resume(run, cluster, {
      ...cancellation,
      limits: limitsOf(flags),
      holder: await io.identity(),
      isGone,
      secrets,
      isMasked: !flags['no-mask'],
      keep: keepPolicyOf(flags),
      seenLogs: async () => (await (await saved())?.seenLogs()) ?? new Map(),
      onEvent,
    });
    return report.exitStatus;
  } catch (error) {
    if (!isPodlineError(error) || error.code !== 'unknown-run') throw error;
    const found = await saved();
    if (found?.namespace !== cluster.namespace) throw error;
    const leftovers = await settle(cluster, run, { clock: systemClock, signal: cancellation.signal });
    return await toldFromSaved(run, { saved: found, reporter, leftovers });
  } finally {
    await archive?.close();
  }
}

interface ToldRun {
  readonly saved: SavedRun;
  readonly reporter: Reporter;
  /** `Kind/name` of what is on the cluster still. */
  readonly leftovers: readonly string[];
}

/** Its runner was killed after the last step had ended: the end of the run is known. */
async function toldFromSaved(run: string, { saved, reporter, leftovers }: ToldRun): Promise<number> {
  const results = await saved.results();
  const steps = saved.steps.flatMap((step) => results.get(step) ?? []);
  if (steps.length < saved.steps.length)
    throw new UsageError(`nothing of run "${run}" is on the cluster any more, and its runner did not see its end`, {
      code: 'run-ended',
      hint: `podline logs ${run} shows what was saved of it`,
    });
  const times = { startedAt: saved.startedAt, finishedAt: Math.max(saved.startedAt, ...steps.map(({ finishedAt = 0 }) => finishedAt)) };
  const report = { run, ...outcomeOf(steps), steps, leftovers, ...times };
  const message = 'the run is not on the cluster any more; this is what was saved here';
  await reporter.event({ type: 'notice', at: times.finishedAt, level: 'info', message });
  await reporter.event({ type: 'run-finished', at: times.finishedAt, report });
  return report.exitStatus;
}
