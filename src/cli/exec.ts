import { STEP_CONTAINER } from '../contract/annotations.js';
import { UsageError } from '../errors.js';
import { stepState } from '../runner/pod-facts.js';
import { type RunPod, runPods } from '../runner/run-pods.js';
import { cancellationOf } from './cancellation.js';
import type { Invocation } from './commands.js';
import { connect } from './connect.js';
import { runOnCluster } from './run-on-cluster.js';
import { settingsOf } from './settings.js';
import { enterOnCluster, shellCommand, terminalOf } from './shell.js';

/** Runs a command, else a shell, in the container of a step that runs; the exit status is that of the command. */
export async function execute(invocation: Invocation): Promise<number> {
  const { io, args, flags } = invocation;
  const [, step = '', ...command] = args;
  const id = await runOnCluster(invocation);
  if (command.length === 0) terminalOf(io, { what: 'a shell', orElse: 'podline exec RUN STEP -- COMMAND' });
  const cluster = await connect(settingsOf(io.env, flags).namespace, invocation);
  const { signal } = cancellationOf(io);
  try {
    const { pod } = running(await runPods(cluster, id, signal), { run: id, step });
    const { name } = pod.metadata;
    if (io.terminal)
      return await enterOnCluster(cluster, io, io.terminal)(name, command.length > 0 ? command : shellCommand(io.env.TERM), signal);
    const onOutput = (bytes: Uint8Array, stream: 'stdout' | 'stderr') => void io[stream].write(bytes);
    const session = await cluster.exec(name, STEP_CONTAINER, { command, isTerminal: false, onOutput, signal });
    return await session.ended;
  } finally {
    cluster.close();
  }
}

/** The pod of a step whose container runs. */
function running(pods: readonly RunPod[], { run, step }: { readonly run: string; readonly step: string }): RunPod {
  const found = pods.filter((each) => each.step === step).at(-1);
  if (found === undefined) {
    const steps = [...new Set(pods.map((each) => each.step))].join(', ');
    throw new UsageError(`run "${run}" has no pod of a step "${step}"`, {
      code: 'unknown-step',
      hint: `its steps: ${steps || 'none has begun'}`,
    });
  }
  const state = stepState(found.pod);
  if (state?.running) return found;
  throw new UsageError(`the container of step "${step}" ${state?.terminated ? 'has ended' : 'does not run yet'}`, {
    code: 'not-running',
    hint: state?.terminated
      ? 'podline run --shell-on-failure keeps the container of a step that fails'
      : `podline logs ${run} ${step} -f shows when it does`,
  });
}
