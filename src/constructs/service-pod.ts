import type { Construct } from 'constructs';
import type { ContainerOptions } from '../model/pipeline.js';
import { ContainerPod, type PodPolicy } from './container-pod.js';

/** Properties of {@link ServicePod}. */
export interface ServicePodProps extends ContainerOptions, PodPolicy {}

/** A service: it runs beside the steps, which reach it by its name, and is stopped with the last of them. */
export class ServicePod extends ContainerPod {
  constructor(scope: Construct, id: string, props: ServicePodProps) {
    super(scope, id, { ...props, kind: 'service', dependsOn: [], detach: true });
  }
}
