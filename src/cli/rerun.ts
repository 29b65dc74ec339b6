import { randomBytes } from 'node:crypto';
import { runIdFrom } from '../contract/names.js';
import { UsageError } from '../errors.js';
import { fromStep } from '../plan/from-step.js';
import { type RunPlan, stepsOf } from '../plan/run-plan.js';
import { readEnded } from '../runner/read-ended.js';
import { cancellationOf } from './cancellation.js';
import type { Invocation } from './commands.js';
import { connect } from './connect.js';
import { runObjects } from './run-objects.js';
import { runOnCluster } from './run-on-cluster.js';
import { settingsOf } from './settings.js';

/** Runs a part of a kept run again, as a run of its own, on the volumes that the kept one has left. */
export async function execute(invocation: Invocation): Promise<number> {
  const { io, flags } = invocation;
  const kept = await runOnCluster(invocation);
  const { from } = flags;
  if (from === undefined) throw new UsageError('--from is missing', { code: 'missing-option', hint: `podline rerun ${kept} --from STEP` });
  const cluster = await connect(settingsOf(io.env, flags).namespace, invocation);
  try {
    const { plan, passed } = await readEnded(cluster, kept, cancellationOf(io).signal);
    const step = stepNamed(plan, from);
    const objects = fromStep(plan, { from: step, passed, run: runIdFrom(randomBytes(10)) });
    return await runObjects({ objects, origin: 'synthesis' }, invocation);
  } finally {
    cluster.close();
  }
}

function stepNamed(plan: RunPlan, wanted: string): string {
  const steps = stepsOf(plan).filter(({ detached }) => !detached);
  if (steps.some(({ id }) => id === wanted)) return wanted;
  throw new UsageError(`run "${plan.run}" has no step "${wanted}"`, {
    code: 'unknown-step',
    hint: `its steps: ${steps.map(({ id }) => id).join(', ')}`,
  });
}
