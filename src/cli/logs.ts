import { isPodlineError, UsageError } from '../errors.js';
import type { StepId } from '../report/events.js';
import { neutralize } from '../report/neutralize.js';
import { readBackSecrets } from '../runner/read-back-secrets.js';
import { readLogs } from '../runner/read-logs.js';
import { runPods } from '../runner/run-pods.js';
import { type SavedRun, savedRun } from '../store/saved-run.js';
import { cancellationOf } from './cancellation.js';
import type { Invocation } from './commands.js';
import { connect } from './connect.js';
import { logPrinter } from './log-printer.js';
import { runIdArgument } from './run-id.js';
import { settingsOf } from './settings.js';

/** Errors of looking for a run on a cluster that does not have it, or that is not there. */
const NOT_THERE: readonly string[] = ['unknown-run', 'no-kubeconfig', 'unreachable'];

/** Prints what was saved of a run that ended in this folder; of any other what the cluster has. */
export async function execute(invocation: Invocation): Promise<number> {
  const { io, args } = invocation;
  const run = runIdArgument(args[0]);
  const { signal } = cancellationOf(io);
  const saved = await savedRun(io.cwd, run);
  if (saved?.ended) {
    await printSaved(saved, { invocation, signal });
    return 0;
  }
  try {
    await printFromCluster(run, { invocation, signal });
  } catch (error) {
    if (!saved || !isPodlineError(error) || !NOT_THERE.includes(error.code)) throw error;
    io.stderr.write(`warning: ${neutralize(error.message)}; its end was not saved here, only these lines\n`);
    await printSaved(saved, { invocation, signal });
  }
  return 0;
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
    const all = await runPods(cluster, run, signal);
    const steps = wantedOf([...new Set(all.map(({ step }) => step))], invocation);
    const pods = all.filter(({ step }) => steps.includes(step));
    const secrets = flags['no-mask'] ? [] : await readBackSecrets(cluster, { run, pods: pods.map(({ pod }) => pod), signal });
    await readLogs(cluster, { run, pods, secrets, follow: flags.follow ?? false, emit: logPrinter(steps, invocation), signal });
  } finally {
    cluster.close();
  }
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
