/** Pipelines as typed code: everything that synthesizes. What runs them is in `podline/runner`. */

export { Duration, Size } from 'cdk8s';
export { AgentConfig, type AgentConfigProps } from './constructs/agent-config.js';
export { ClonePod, type ClonePodProps } from './constructs/clone-pod.js';
export type { ContainerPod, PodPolicy } from './constructs/container-pod.js';
export { Pipeline, type PipelineProps } from './constructs/pipeline.js';
export { PipelineVolume, type PipelineVolumeOption, type PipelineVolumeProps } from './constructs/pipeline-volume.js';
export { ServicePod, type ServicePodProps } from './constructs/service-pod.js';
export type { StepLimits, StepReady, StepRetry } from './constructs/step-limits.js';
export { StepPod, type StepPodProps } from './constructs/step-pod.js';
export type { KubeObject } from './contract/objects.js';
export { type Diagnostic, isPodlineError, PodlineError, type Position, UsageError, WorkflowError } from './errors.js';
export type { AgentSettings } from './model/agent-settings.js';
export type { KubernetesOptions, PodPatch, SecurityContext, Toleration } from './model/kubernetes-options.js';
export type {
  ContainerOptions,
  FailurePolicy,
  RetryCause,
  RunOn,
  SecretReference,
  Value,
  Workspace,
} from './model/pipeline.js';
export type { ReadyCheck } from './model/ready.js';
export type { Registries, RegistryCredentials } from './model/registries.js';
export { manifestOf } from './testing.js';
