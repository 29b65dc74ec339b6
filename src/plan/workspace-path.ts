import { posix } from 'node:path';
import { STEP_CONTAINER } from '../contract/annotations.js';
import type { Pod } from '../contract/objects.js';
import { type RunPlan, stepsOf } from './run-plan.js';

/** Where in the volume of that claim the steps work: their workspace, seen from where the volume is mounted. */
export function workspacePath(plan: RunPlan, claim: string): string {
  const paths = stepsOf(plan).map(({ pod }) => pathIn(pod, claim));
  return paths.find((path) => path !== undefined) ?? '';
}

function pathIn({ spec }: Pod, claim: string): string | undefined {
  const volume = spec.volumes?.find(({ persistentVolumeClaim }) => persistentVolumeClaim?.claimName === claim)?.name;
  const container = spec.containers.find(({ name }) => name === STEP_CONTAINER);
  const mountPath = container?.volumeMounts?.find(({ name }) => name === volume)?.mountPath;
  const workspace = container?.env?.find(({ name }) => name === 'CI_WORKSPACE')?.value;
  if (volume === undefined || mountPath === undefined || !workspace?.startsWith(mountPath)) return undefined;
  return posix.relative(mountPath, workspace);
}
