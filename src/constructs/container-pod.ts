import { Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import { KubePod } from '../../imports/k8s.js';
import { adaptPod, parseServerVersion } from '../contract/adapt-pod.js';
import * as annotations from '../contract/annotations.js';
import { labelValue, PLACEHOLDER_RUN, podName, stepConfigMapName, stepSecretName } from '../contract/names.js';
import { isPod } from '../contract/objects.js';
import { withSpecHash } from '../contract/spec-hash.js';
import type { AgentSettings } from '../model/agent-settings.js';
import type { KubernetesOptions } from '../model/kubernetes-options.js';
import { allowedOptions } from '../model/option-gates.js';
import type { ContainerOptions, FailurePolicy, RetryRule, RunOn, StepKind } from '../model/pipeline.js';
import type { ReadyRule } from '../model/ready.js';
import { withProfile } from '../model/security-profile.js';
import { freeId } from './free-id.js';
import { onWrite } from './on-write.js';
import { optionProblems, policyProblems } from './option-problems.js';
import { applyPatch, notePatches, patchProblems } from './patched-pod.js';
import { PipelineContext, type PipelineMember } from './pipeline-context.js';
import { podSpec } from './pod-spec.js';
import { profileProblems } from './profile-problems.js';
import { plannedReady, readyByPorts } from './readiness-probe.js';
import { StepProcess } from './step-process.js';
import { secretTemplates, stepVariables } from './step-variables.js';
import { woodpeckerLabel, woodpeckerLabels } from './woodpecker-labels.js';

/** Part of a pipeline's state that steps, services and clone steps have in common. */
export interface PodPolicy {
  /**
   * What a failure does to the pipeline.
   *
   * @default 'fail'
   */
  readonly failure?: FailurePolicy;

  /**
   * States of the pipeline in which it runs.
   *
   * @default ['success']
   */
  readonly runOn?: readonly RunOn[];
}

/** What a {@link ContainerPod} is, beside its container options. */
export interface ContainerPodProps extends ContainerOptions, PodPolicy {
  readonly kind: StepKind;
  readonly dependsOn: readonly (ContainerPod | string)[];
  readonly detach: boolean;
  readonly timeoutSeconds?: number;
  readonly retry?: RetryRule;
  readonly startAhead?: boolean;
  readonly ready?: ReadyRule | false;
}

/** What is wrong with the pod as it is written. */
function podProblems(pod: KubePod, { allow, profile }: AgentSettings): readonly string[] {
  const problems = patchProblems(pod, allow);
  // a patch that cannot be applied leaves no pod to look at
  return problems.length > 0 ? problems : profileProblems(pod, profile);
}

/** True where the architecture that the pod selects is a guess. */
function isArchInferred({ props }: PipelineContext, { nodeSelector }: KubernetesOptions): boolean {
  const wished = { ...props.settings.podNodeSelector, ...nodeSelector }['kubernetes.io/arch'];
  return props.isPlatformInferred && wished === undefined;
}

function workflowLabels({ props }: PipelineContext): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(props.labels).map(([key, value]) => [key, woodpeckerLabel(value)]));
}

/** Keeps autoscalers from moving a pod that runs. */
const UNMOVED = { 'cluster-autoscaler.kubernetes.io/safe-to-evict': 'false', 'karpenter.sh/do-not-disrupt': 'true' };

/** One container of a pipeline in a pod of its own: what steps, services and clone steps have in common. */
export abstract class ContainerPod extends Construct implements PipelineMember {
  readonly name: string;
  readonly kind: StepKind;
  readonly options: ContainerOptions;
  /** The pod, for cdk8s's escape hatches. */
  readonly pod: KubePod;

  private readonly context: PipelineContext;
  private readonly dependencies = new Set<string>();

  constructor(scope: Construct, id: string, props: ContainerPodProps) {
    super(scope, freeId(scope, id));
    const {
      kind,
      dependsOn,
      detach,
      failure = 'fail',
      runOn = ['success'],
      timeoutSeconds,
      retry,
      startAhead = true,
      ready: rule,
      ...given
    } = props;
    this.name = id;
    this.kind = kind;
    this.context = PipelineContext.of(this);
    const { run, settings, workspace, name: pipeline } = this.context.props;
    const kubernetes = allowedOptions(given.kubernetes ?? {}, settings);
    const securityContext = withProfile(kubernetes.securityContext, settings.profile);
    const options = { ...given, kubernetes: { ...kubernetes, securityContext } };
    this.options = options;
    const ready = rule ?? readyByPorts({ kind, options, settings });
    const slug = run.addStep(pipeline, id);
    run.include(id, { ...props, dependsOn: [] });

    const process = new StepProcess(this, 'process', { kind, options, configMapName: stepConfigMapName(PLACEHOLDER_RUN, slug) });
    const variables = stepVariables(this, { context: this.context, process });
    const secrets = secretTemplates(variables);
    const secretName = stepSecretName(PLACEHOLDER_RUN, slug);
    this.pod = new KubePod(this, 'pod', {
      metadata: {
        name: podName(PLACEHOLDER_RUN, slug, 1),
        namespace: settings.namespace,
        labels: {
          ...workflowLabels(this.context),
          ...options.kubernetes.labels,
          ...settings.podLabels,
          ...(settings.compat === undefined ? {} : woodpeckerLabels(options.writtenName ?? id, kind)),
          ...this.context.labels,
          [annotations.STEP]: labelValue(id),
          [annotations.STEP_KIND_LABEL]: kind,
        },
        annotations: {
          ...UNMOVED,
          ...options.kubernetes.annotations,
          ...settings.podAnnotations,
          [annotations.STEP]: id,
          [annotations.DEPENDS_ON]: Lazy.any({ produce: () => JSON.stringify(this.edges()) }),
          [annotations.RUN_ON]: runOn.join(',') || annotations.RUN_NEVER,
          [annotations.ON_FAILURE]: failure,
          [annotations.DETACHED]: String(detach),
          ...(timeoutSeconds === undefined ? {} : { [annotations.TIMEOUT]: `${timeoutSeconds}s` }),
          ...(retry === undefined ? {} : { [annotations.RETRY]: JSON.stringify(retry) }),
          ...(startAhead ? {} : { [annotations.START_AHEAD]: 'false' }),
          ...(ready ? { [annotations.READY]: JSON.stringify(plannedReady(ready)) } : {}),
          ...(isArchInferred(this.context, options.kubernetes) ? { [annotations.ARCH]: 'inferred' } : {}),
          ...(this.context.needsCredentials(options.image)
            ? { [annotations.REGISTRIES]: Lazy.any({ produce: () => JSON.stringify(this.context.registryTemplate) }) }
            : {}),
          ...(Object.keys(secrets).length === 0 ? {} : { [annotations.SECRETS]: JSON.stringify(secrets) }),
        },
      },
      spec: Lazy.any({ produce: () => podSpec(this, { context: this.context, variables, secretName, process, timeoutSeconds, ready }) }),
    });
    notePatches(this.pod);
    applyPatch(this.pod, options.kubernetes.podPatch);
    const version = parseServerVersion(settings.kubernetesVersion ?? '');
    if (version !== undefined) onWrite(this.pod, (json) => (isPod(json) ? adaptPod(json, version).pod : json));
    run.named(onWrite(this.pod, withSpecHash));
    this.context.add(this);
    for (const dependency of dependsOn) this.addDependency(dependency);
    this.node.addValidation({
      validate: () => [
        ...optionProblems({ name: id, kind, options: given }, { workspace, settings }),
        ...policyProblems({ runOn, timeoutSeconds, retry, ready, detach, compat: settings.compat }),
        ...podProblems(this.pod, settings),
      ],
    });
  }

  /** Makes this one wait until another has ended. */
  addDependency(dependency: ContainerPod | string): void {
    const name = typeof dependency === 'string' ? dependency : dependency.nameIn(this.context);
    this.dependencies.add(name);
    this.context.props.run.include(this.node.path, name);
  }

  /** Its name to others of that pipeline; that of another pipeline's is none they know. */
  private nameIn(context: PipelineContext): string {
    return this.context === context ? this.name : this.node.path;
  }

  edges(): readonly string[] {
    if (this.dependencies.size > 0) return [...this.dependencies];
    const clones = this.context.namesOf('clone');
    if (this.kind === 'clone') return clones.slice(0, clones.indexOf(this.name)).slice(-1);
    return this.kind === 'service' ? clones.slice(-1) : [...clones.slice(-1), ...this.context.namesOf('service')];
  }
}
