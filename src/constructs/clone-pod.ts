import type { Construct } from 'constructs';
import type { ContainerOptions } from '../model/pipeline.js';
import { ContainerPod, type PodPolicy } from './container-pod.js';
import { plainLimits, type StepLimits } from './step-limits.js';

/** Properties of {@link ClonePod}. */
export interface ClonePodProps extends ContainerOptions, PodPolicy, StepLimits {}

/** A step that brings the source code into the workspace: several run one after the other, before services and steps. */
export class ClonePod extends ContainerPod {
  constructor(scope: Construct, id: string, { timeout, retry, ...options }: ClonePodProps) {
    super(scope, id, { ...options, ...plainLimits({ timeout, retry }), kind: 'clone', dependsOn: [], detach: false });
  }
}
