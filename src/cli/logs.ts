import { systemClock } from '../clock.js';
import type { Cluster } from '../cluster/cluster.js';
import { runName } from '../contract/names.js';
import { isConfigMap } from '../contract/objects.js';
import { isPodlineError, UsageError } from '../errors.js';
import { stepsOf } from '../plan/run-plan.js';
import type { StepId } from '../report/events.js';
import { neutralize } from '../report/neutralize.js';
import { followRun } from '../runner/follow-run.js';
import { planInRoot } from '../runner/plan-in-root.js';
import { type ReadBackOptions, readBackSecrets } from '../runner/read-back-secrets.js';
import { readLogs } from '../runner/read-logs.js';
import { runPods, unknownRun } from '../runner/run-pods.js';
import { type SavedRun, savedRun } from '../store/saved-run.js';
import { cancellationOf } from './cancellation.js';
import type { Invocation } from './commands.js';
import { connect } from './connect.js';
import { logPrinter } from './log-printer.js';
import { namingSaved } from './naming-saved.js';
import { runIdArgument } from './run-id.js';
import { settingsOf } from './settings.js';

/** Errors of looking for a run on a cluster that does not have it, or that is not there. */
const NOT_THERE: readonly string[] = ['unknown-run', 'no-kubeconfig', 'unreachable'];

/** Errors that another id would not make. */
const WRONG_RUN: readonly string[] = ['unknown-run', 'run-not-saved', 'wrong-value'];

/** Prints what was saved of a run that ended in this folder; of any other what the cluster has. */
export async function execute(invocation: Invocation): Promise<number> {
  try {
    await printLogs(invocation);
    return 0;
  } catch (error) {
    if (!isPodlineError(error) || !WRONG_RUN.includes(error.code)) throw error;
    throw await namingSaved(error, invocation.io.cwd);
  }
}

async function printLogs(invocation: Invocation): Promise<void> {
  const { io, args } = invocation;
  const run = runIdArgument(args[0]);
  const { signal } = cancellationOf(io);
  const saved = await savedRun(io.cwd, run);
  if (saved?.ended) {
    await printSaved(saved, { invocation, signal });
    return;
  }
  try {
    await printFromCluster(run, { invocation, signal });
  } catch (error) {
    if (!isPodlineError(error) || !NOT_THERE.includes(error.code)) throw error;
    if (!saved) throw error.code === 'no-kubeconfig' ? nowhere(run) : error;
    io.stderr.write(`warning: ${neutralize(error.message)}; its end was not saved here, only these lines\n`);
    await printSaved(saved, { invocation, signal });
  }
}

function nowhere(run: string): UsageError {
  return new UsageError(`nothing was saved here of a run "${run}", and there is no kubeconfig to ask a cluster`, {
    code: 'run-not-saved',
    hint: 'go to the folder that it was started in, or name a file with --kubeconfig or in KUBECONFIG',
  });
}

interface Printing {
  readonly invocation: Invocation;
  readonly signal: AbortSignal;
}

async function printSaved({ steps, logs }: SavedRun, { invocation, signal }: Printing): Promise<void> {
  const wanted = wantedOf(steps, invocation);
  const print = logPrinter(wanted, invocation);
  for await (const event of logs()) {
    signal.throwIfAborted();
    if (wanted.includes(event.step)) await print(event);
  }
}

async function printFromCluster(run: string, { invocation, signal }: Printing): Promise<void> {
  const { io, flags } = invocation;
  const cluster = await connect(settingsOf(io.env, flags).namespace, invocation);
  try {
    if (flags.follow) await follow(cluster, run, { invocation, signal });
    else await printWhatIsThere(cluster, run, { invocation, signal });
  } finally {
    cluster.close();
  }
}

async function printWhatIsThere(cluster: Cluster, run: string, { invocation, signal }: Printing): Promise<void> {
  const all = await runPods(cluster, run, signal);
  const steps = wantedOf([...new Set(all.map(({ step }) => step))], invocation);
  const pods = all.filter(({ step }) => steps.includes(step));
  const secrets = await masked(cluster, { run, pods: pods.map(({ pod }) => pod), signal }, invocation);
  await readLogs(cluster, { pods, secrets, emit: logPrinter(steps, invocation), signal });
}

/** Those of steps that have yet to begin, too. */
async function follow(cluster: Cluster, run: string, { invocation, signal }: Printing): Promise<void> {
  const root = await cluster.get('ConfigMap', runName(run), { signal });
  if (root === undefined || !isConfigMap(root)) throw unknownRun(run, cluster);
  const plan = planInRoot(root);
  const steps = wantedOf(
    stepsOf(plan).map(({ id }) => id),
    invocation,
  );
  const pods = stepsOf(plan).flatMap(({ id, pod }) => (steps.includes(id) ? [pod] : []));
  const secrets = await masked(cluster, { run, pods, signal }, invocation);
  const emit = logPrinter(steps, invocation);
  await followRun(cluster, { plan, step: invocation.args[1], secrets, clock: systemClock, emit, signal });
}

async function masked(cluster: Cluster, options: ReadBackOptions, { flags }: Invocation): Promise<readonly string[]> {
  return flags['no-mask'] ? [] : readBackSecrets(cluster, options);
}

/** The step that was asked for, else all. */
function wantedOf(steps: readonly StepId[], { args: [run, wanted] }: Invocation): readonly StepId[] {
  const chosen = wanted === undefined ? steps : steps.filter((step) => step === wanted);
  if (wanted === undefined || chosen.length > 0) return chosen;
  throw new UsageError(`run "${run}" has no log of a step "${wanted}"`, {
    code: 'unknown-step',
    hint: `its steps: ${steps.join(', ') || 'none has begun'}`,
  });
}
