import type { RunPlan } from '../plan/run-plan.js';
import { sharedPorts, withoutSharing } from '../plan/shared-ports.js';
import { stepsWithoutCommands } from '../plan/without-commands.js';
import type { Say } from './source.js';

/** A plan as it can be run where images are not used and all pods have the ports of this machine; what that means for it is told. */
export async function embeddedPlan(plan: RunPlan, say: Say): Promise<RunPlan> {
  const idle = stepsWithoutCommands(plan);
  const message = `nothing to run, because images are not used and they have no commands: ${idle.join(', ')}`;
  if (idle.length > 0) await say(message, 'warning', 'give them commands, or run on a cluster');
  const shared = sharedPorts(plan);
  for (const { port, pipelines } of shared)
    await say(`one after the other, because they share port ${port} of this machine: ${pipelines.join(', ')}`, 'info');
  return withoutSharing(plan, shared);
}
