import { posix } from 'node:path';
import { STEP_CONTAINER } from '../contract/annotations.js';
import type { Pod } from '../contract/objects.js';
import { type RunPlan, stepsOf } from './run-plan.js';

/** The volume of a claim that a pod works on. */
export interface ClaimWorkspace {
  /** Name of the volume in the pod. */
  readonly volume: string;
  readonly claim: string;
  readonly mountPath: string;
  /** Where in the volume it works. */
  readonly path: string;
}

/** Where in the volume of that claim the steps work: their workspace, seen from where the volume is mounted. */
export function workspacePath(plan: RunPlan, claim: string): string {
  const workspaces = stepsOf(plan).map(({ pod }) => workspaceOf(pod));
  return workspaces.find((workspace) => workspace?.claim === claim)?.path ?? '';
}

/** The workspace of a pod; undefined where it is on no claim. */
export function workspaceOf({ spec }: Pod): ClaimWorkspace | undefined {
  const container = spec.containers.find(({ name }) => name === STEP_CONTAINER);
  const given = container?.env?.find(({ name }) => name === 'CI_WORKSPACE')?.value;
  // a manifest from elsewhere may hold anything
  const workspace = given && posix.normalize(given);
  for (const { name, mountPath, subPath } of container?.volumeMounts ?? []) {
    const claim = spec.volumes?.find((volume) => volume.name === name)?.persistentVolumeClaim?.claimName;
    const isInside = workspace === mountPath || workspace?.startsWith(mountPath.endsWith('/') ? mountPath : `${mountPath}/`);
    if (claim !== undefined && subPath === undefined && workspace !== undefined && isInside)
      return { volume: name, claim, mountPath, path: posix.relative(mountPath, workspace) };
  }
  return undefined;
}
