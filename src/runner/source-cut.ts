import type { Pod } from '../contract/objects.js';
import { SOURCE_CUT_STATUS } from '../contract/source-input.js';
import type { End } from './end.js';
import { stepContainer } from './pod-facts.js';

/** True for the pod of a step that cannot begin without what somebody sends it. */
export function wantsInput(pod: Pod): boolean {
  return stepContainer(pod)?.stdinOnce ?? false;
}

/** True for the exit status by which such a step says that it did not get all of it. */
export function isSourceCut(pod: Pod, exitCode: number): boolean {
  return exitCode === SOURCE_CUT_STATUS && wantsInput(pod);
}

export function sourceCut(why: string): End {
  return { state: 'error', reason: 'SourceCut', message: `the source did not arrive whole: ${why}`, hint: 'run it again' };
}
