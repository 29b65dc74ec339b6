import type { IConstruct } from 'constructs';
import { MANAGED_BY, MANAGED_BY_LABEL, PIPELINE_LABEL, RUN_LABEL } from '../contract/annotations.js';
import { labelValue, PLACEHOLDER_RUN } from '../contract/names.js';
import { DOCKER_CONFIG_KEY, type SecretTemplates } from '../contract/secrets.js';
import { InternalError } from '../errors.js';
import type { AgentSettings } from '../model/agent-settings.js';
import type { ContainerOptions, RunOn, StepKind, Workspace } from '../model/pipeline.js';
import { dockerConfig, type Registries, usedRegistries } from '../model/registries.js';
import { environmentVariables, type Variable } from '../model/settings.js';
import type { RunRoot } from './run-root.js';
import { type WorkspaceGroup, workspaceGroup } from './security.js';

/** A pod as its pipeline sees it. */
export interface PipelineMember {
  readonly name: string;
  readonly kind: StepKind;
  readonly options: ContainerOptions;
  /** Names of the steps that must have ended before: all of them, also those that nobody wrote. */
  edges(): readonly string[];
}

export type AccessMode = 'ReadWriteMany' | 'ReadWriteOnce';

/** What a pipeline fixes for all of its pods. */
export interface PipelineContextProps {
  readonly name: string;
  readonly settings: AgentSettings;
  readonly workspace: Workspace;
  readonly environment: Readonly<Record<string, string>>;
  /** Of the workflow, for its pods. */
  readonly labels: Readonly<Record<string, string>>;
  readonly registries: Registries;
  /** Name of the pull secret that is made of them. */
  readonly registrySecretName: string;
  /** `os/arch` */
  readonly platform: string;
  /** True where nobody wished for it. */
  readonly isPlatformInferred: boolean;
  /** Of the workspace volume: ReadWriteOnce binds all pods to one node. */
  readonly accessMode: AccessMode;
  /** States of the pipelines depended on in which this one runs. */
  readonly runOn: readonly RunOn[];
  readonly run: RunRoot;
  /** Name of the headless Service, and of the claim of the run's own. */
  readonly objectName: string;
  /** Name of the claim that the workspace is on; absent: each pod has an empty folder. */
  readonly claimName?: string;
}

/** On every pipeline; shared with other copies of the package. */
const CONTEXT = Symbol.for('podline.Pipeline');

/** True for a pipeline itself, not for what stands in one. */
export function isPipeline(construct: IConstruct): boolean {
  return CONTEXT in construct;
}

/** What the pods of a pipeline need of it: found from any construct below. */
export class PipelineContext {
  /** The context of the pipeline that a construct stands in. */
  static of(construct: IConstruct): PipelineContext {
    for (let scope: (IConstruct & { [CONTEXT]?: PipelineContext }) | undefined = construct; scope; scope = scope.node.scope) {
      const context = scope[CONTEXT];
      if (context) return context;
    }
    throw new InternalError(`construct "${construct.node.path}" is not in a Pipeline`);
  }

  /** The variables that every pod has. */
  readonly variables: Readonly<Record<string, Variable>>;

  private readonly members: PipelineMember[] = [];
  /** What all members have in common, until another joins them. */
  private common?: { readonly workspaceGroup: WorkspaceGroup | undefined };

  constructor(
    pipeline: IConstruct,
    readonly props: PipelineContextProps,
  ) {
    this.variables = environmentVariables(props.environment);
    Object.defineProperty(pipeline, CONTEXT, { value: this });
  }

  get pods(): readonly PipelineMember[] {
    return this.members;
  }

  add(pod: PipelineMember): void {
    this.members.push(pod);
    this.common = undefined;
  }

  /** Names of the pods of this kind, in the order they were added. */
  namesOf(kind: StepKind): readonly string[] {
    return this.members.filter((pod) => pod.kind === kind).map((pod) => pod.name);
  }

  /** Labels of every object of the pipeline. */
  get labels(): Record<string, string> {
    return { [MANAGED_BY_LABEL]: MANAGED_BY, [RUN_LABEL]: PLACEHOLDER_RUN, [PIPELINE_LABEL]: labelValue(this.props.name) };
  }

  /** Metadata of the pipeline's own objects: claim and headless Service. */
  get metadata() {
    return { name: this.props.objectName, namespace: this.props.settings.namespace, labels: this.labels };
  }

  /** The pull secret for the images of all pods, as a template; undefined where none needs one. */
  get registryTemplate(): SecretTemplates | undefined {
    const used = usedRegistries(
      this.props.registries,
      this.members.map((pod) => pod.options.image),
    );
    if (Object.keys(used).length === 0) return undefined;
    return { [DOCKER_CONFIG_KEY]: { template: dockerConfig(used), encoding: 'json' } };
  }

  /** True for an image that is pulled with the pull secret. */
  needsCredentials(image: string): boolean {
    return Object.keys(usedRegistries(this.props.registries, [image])).length > 0;
  }

  /** The group that all pods of the pipeline write the workspace as. */
  get workspaceGroup(): WorkspaceGroup | undefined {
    this.common ??= { workspaceGroup: this.groupOfMembers() };
    return this.common.workspaceGroup;
  }

  private groupOfMembers(): WorkspaceGroup | undefined {
    const options = this.members.map((pod) => pod.options.kubernetes?.securityContext);
    return workspaceGroup(options, this.props.settings);
  }
}
