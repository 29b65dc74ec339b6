import type { Construct } from 'constructs';
import type { ContainerOptions } from '../model/pipeline.js';
import { ContainerPod, type PodPolicy } from './container-pod.js';
import { readyRule, type StepReady } from './step-limits.js';

/** Properties of {@link ServicePod}. */
export interface ServicePodProps extends ContainerOptions, PodPolicy {
  /**
   * What steps wait for before they rely on it; `false`: only for its start.
   *
   * @default - that its first TCP port is open; without one they wait for its start
   */
  readonly ready?: StepReady | false;
}

/** A service: it runs beside the steps, which reach it by its name, and is stopped with the last of them. */
export class ServicePod extends ContainerPod {
  constructor(scope: Construct, id: string, { ready, ...props }: ServicePodProps) {
    super(scope, id, { ...props, ready: readyRule(ready), kind: 'service', dependsOn: [], detach: true });
  }
}
