import type { Pod } from '../contract/objects.js';
import type { PlannedStep } from '../plan/run-plan.js';
import type { RunContext } from './context.js';
import { pinnedTo, volumeNode } from './node-pin.js';
import { type PodAdditions, preparePod } from './prepare-pod.js';

/** The pod to create for an attempt at a step, on the node of the run's volume where it can be mounted there only. */
export function attemptPod(
  context: Pick<RunContext, 'owner' | 'nonce' | 'oneNode' | 'board' | 'debugger'>,
  step: PlannedStep,
  additions: Pick<PodAdditions, 'attempt' | 'variables'>,
): Pod {
  const { owner, nonce, oneNode, board } = context;
  const prepared = preparePod(step.pod, { ...additions, owner, nonce, isDebugged: context.debugger.isFor(step) });
  const node = oneNode ? volumeNode(board.pods) : undefined;
  return node === undefined ? prepared : pinnedTo(prepared, node);
}
