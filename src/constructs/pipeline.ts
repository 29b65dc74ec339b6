import { ApiObject, Chart, DependencyGraph } from 'cdk8s';
import type { Construct, IConstruct } from 'constructs';
import { PLACEHOLDER_RUN, pipelineObjectName, registrySecretName } from '../contract/names.js';
import type { KubeObject } from '../contract/objects.js';
import type { AgentSettings } from '../model/agent-settings.js';
import type { RunOn, SecretReference, Workspace } from '../model/pipeline.js';
import { AUTO_PLATFORM, platformOf } from '../model/platform.js';
import { settingProblems } from '../model/read-agent-settings.js';
import type { Registries } from '../model/registries.js';
import { AgentConfig } from './agent-config.js';
import { ClonePod, type ClonePodProps } from './clone-pod.js';
import { freeId } from './free-id.js';
import { PipelineContext } from './pipeline-context.js';
import { PipelineNetwork } from './pipeline-network.js';
import { pipelineProblems } from './pipeline-problems.js';
import { PipelineVolume, type PipelineVolumeOption } from './pipeline-volume.js';
import { RunRoot } from './run-root.js';
import { ServicePod, type ServicePodProps } from './service-pod.js';
import { StepPod, type StepPodProps } from './step-pod.js';
import { assertValid } from './validation.js';

/** Properties of {@link Pipeline}. */
export interface PipelineProps {
  /**
   * Namespace of all objects.
   *
   * @default - the agent's, `woodpecker`
   */
  readonly namespace?: string;

  /**
   * The volume that carries the workspace from step to step.
   *
   * @default - as the agent's settings say: 10G, ReadWriteMany, the cluster's default storage class
   */
  readonly volume?: PipelineVolumeOption;

  /**
   * Where the volume is mounted and where in it the steps work.
   *
   * @default - mounted at /woodpecker, steps work in /woodpecker/src
   */
  readonly workspace?: Partial<Workspace>;

  /**
   * Variables of every step and service.
   *
   * @default - none beside those that podline sets
   */
  readonly environment?: Readonly<Record<string, string>>;

  /**
   * Labels that the workflow gives its pods, where the agent allows labels; values are made to fit.
   *
   * @default - none
   */
  readonly labels?: Readonly<Record<string, string>>;

  /**
   * Credentials of registries by their host; each pod gets those that its image needs.
   *
   * @default - none beside the agent's `pullSecretNames`
   */
  readonly registries?: Registries;

  /**
   * Organisation of the repository, for an agent with a namespace for each.
   *
   * @default 0
   */
  readonly organizationId?: number;

  /**
   * Labels of every pod.
   *
   * @default - the agent's `podLabels`
   */
  readonly podLabels?: Readonly<Record<string, string>>;

  /**
   * Annotations of every pod.
   *
   * @default - the agent's `podAnnotations`
   */
  readonly podAnnotations?: Readonly<Record<string, string>>;

  /**
   * Names of existing pull secrets.
   *
   * @default - the agent's `pullSecretNames`
   */
  readonly pullSecretNames?: readonly string[];

  /**
   * Where the steps run, as `os/arch`; the pods select nodes of this architecture.
   *
   * @default - the agent's `platform`: that of this machine, or where a run finds no such node the one that the nodes have
   */
  readonly platform?: string;

  /**
   * Pipelines of the same run that must have ended before.
   *
   * @default - none
   */
  readonly dependsOn?: readonly (Pipeline | string)[];

  /**
   * States of the pipelines depended on in which this one runs.
   *
   * @default ['success']
   */
  readonly runOn?: readonly RunOn[];

  /**
   * Values of a matrix that tell this pipeline from its siblings; reports show them beside its name.
   *
   * @default - none
   */
  readonly axis?: Readonly<Record<string, string>>;
}

const DEFAULT_WORKSPACE: Workspace = { base: '/woodpecker', path: 'src' };
const roots = new WeakMap<IConstruct, RunRoot>();

/** A pipeline: a chart of steps and services, their volume and the network in which they find each other. */
export class Pipeline extends Chart {
  readonly name: string;
  readonly volume: PipelineVolume;

  private readonly context: PipelineContext;

  constructor(scope: Construct, id: string, props: PipelineProps = {}) {
    const own = ownSettings(props);
    const settings = inNamespace({ ...AgentConfig.settingsOf(scope), ...own }, props);
    super(scope, freeId(scope, id), { namespace: settings.namespace });
    const run = runRoot(this, settings.namespace);
    const dependsOn = (props.dependsOn ?? []).map((pipeline) => (typeof pipeline === 'string' ? pipeline : pipeline.name));
    const runOn = props.runOn ?? ['success'];
    const { axis } = props;
    const slug = run.addPipeline(id, () => ({ name: id, dependsOn, runOn, axis, steps: this.context.pods.map((pod) => pod.name) }));
    const objectName = pipelineObjectName(PLACEHOLDER_RUN, slug);
    const volumeProps = props.volume === 'none' ? {} : (props.volume ?? {});
    this.name = id;
    this.context = new PipelineContext(this, {
      name: id,
      settings,
      workspace: { ...DEFAULT_WORKSPACE, ...props.workspace },
      environment: props.environment ?? {},
      labels: props.labels ?? {},
      registries: props.registries ?? {},
      registrySecretName: registrySecretName(PLACEHOLDER_RUN, slug),
      platform: props.platform ?? platformOf(settings.platform, process.arch),
      isPlatformInferred: props.platform === undefined && settings.platform === AUTO_PLATFORM,
      accessMode: volumeProps.accessMode ?? (settings.storageRwx ? 'ReadWriteMany' : 'ReadWriteOnce'),
      runOn,
      run,
      objectName,
      claimName: props.volume === 'none' ? undefined : (volumeProps.existingClaim ?? objectName),
    });
    this.volume = new PipelineVolume(this, '$volume', props.volume);
    new PipelineNetwork(this, '$network');
    const { run: _, ...content } = this.context.props;
    run.include(content, dependsOn);
    this.node.addValidation({ validate: () => [...settingProblems(own), ...pipelineProblems(this.context)] });
  }

  /** Adds a step. Without `dependsOn` it starts once clone steps have ended and services have started, beside the other steps. */
  step(id: string, props: StepPodProps): StepPod {
    return new StepPod(this, id, props);
  }

  /** Adds a service: it runs beside the steps, which reach it by its name. */
  service(id: string, props: ServicePodProps): ServicePod {
    return new ServicePod(this, id, props);
  }

  /** Adds a step that brings the source code: it runs before services and steps. */
  clone(id: string, props: ClonePodProps): ClonePod {
    return new ClonePod(this, id, props);
  }

  /** Makes steps run one after the other, in the order given. */
  chain(...steps: readonly StepPod[]): void {
    for (const [index, step] of steps.entries()) {
      const previous = steps[index - 1];
      if (previous) step.addDependency(previous);
    }
  }

  /** Stands for a secret in `environment` and `settings`; the runner knows its value, no manifest does. */
  secret(name: string): SecretReference {
    return { from_secret: name };
  }

  /** The manifest. Looks at this pipeline alone, where a chart of cdk8s validates the whole app each time: a thousand of them took minutes. */
  override toJson(): KubeObject[] {
    assertValid(this);
    const constructs = new DependencyGraph(this.node).topology();
    return constructs.flatMap((construct) => (ApiObject.isApiObject(construct) && construct.chart === this ? [construct.toJson()] : []));
  }
}

/** The root of the run that all pipelines of an app are. */
function runRoot(pipeline: Pipeline, namespace: string): RunRoot {
  const app = pipeline.node.root;
  const root = roots.get(app) ?? new RunRoot(pipeline, '$run', namespace);
  roots.set(app, root);
  return root;
}

/** The settings with the namespace of the pipeline's organisation, where each has one of its own. */
function inNamespace(settings: AgentSettings, { namespace, organizationId = 0 }: PipelineProps): AgentSettings {
  if (namespace !== undefined || !settings.namespacePerOrganization) return settings;
  return { ...settings, namespace: `${settings.namespace}-${organizationId}`.toLowerCase() };
}

/** What a pipeline has in place of the agent's settings. */
function ownSettings({ namespace, podLabels, podAnnotations, pullSecretNames }: PipelineProps): Partial<AgentSettings> {
  const given = { namespace, podLabels, podAnnotations, pullSecretNames };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}
