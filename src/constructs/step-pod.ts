import type { Construct } from 'constructs';
import type { ContainerOptions } from '../model/pipeline.js';
import { isPlugin } from '../model/plugin.js';
import { ContainerPod, type PodPolicy } from './container-pod.js';
import { plainLimits, type StepLimits } from './step-limits.js';

/** Properties of {@link StepPod}. */
export interface StepPodProps extends ContainerOptions, PodPolicy, StepLimits {
  /**
   * Steps that must have ended before this pod starts, as constructs or by name.
   *
   * @default - none: it starts when clone steps have ended and services have started
   */
  readonly dependsOn?: readonly (ContainerPod | string)[];

  /**
   * Later steps do not wait for the end of this one; it is stopped with the last of them.
   *
   * @default false
   */
  readonly detach?: boolean;
}

/** A step: one container that runs to its end in a pod of its own, on the pipeline's volume. */
export class StepPod extends ContainerPod {
  constructor(scope: Construct, id: string, { dependsOn, detach, timeout, retry, ...options }: StepPodProps) {
    super(scope, id, {
      ...options,
      ...plainLimits({ timeout, retry }),
      kind: isPlugin(options) ? 'plugin' : 'commands',
      dependsOn: dependsOn ?? [],
      detach: detach ?? false,
    });
  }
}
