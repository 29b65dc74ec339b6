import type { Construct } from 'constructs';
import type { ContainerOptions } from '../model/pipeline.js';
import { isPlugin } from '../model/plugin.js';
import { ContainerPod, type PodPolicy } from './container-pod.js';
import { plainLimits, readyRule, type StepLimits, type StepReady } from './step-limits.js';

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

  /**
   * What others wait for before they rely on it, where it is detached.
   *
   * @default - its start
   */
  readonly ready?: StepReady | false;

  /**
   * The pod may be created before its turn, and wait for it at a gate, so that its start is not waited for. `false` for a
   * step that needs much of the cluster, or that must not take room while others run.
   *
   * @default true
   */
  readonly startAhead?: boolean;
}

/** A step: one container that runs to its end in a pod of its own, on the pipeline's volume. */
export class StepPod extends ContainerPod {
  constructor(scope: Construct, id: string, { dependsOn, detach, timeout, retry, ready, ...options }: StepPodProps) {
    super(scope, id, {
      ...options,
      ...plainLimits({ timeout, retry }),
      ready: readyRule(ready),
      kind: isPlugin(options) ? 'plugin' : 'commands',
      dependsOn: dependsOn ?? [],
      detach: detach ?? false,
    });
  }
}
