import { createHash, type Hash } from 'node:crypto';
import { type ApiObject, Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import { KubeConfigMap, KubeLease } from '../../imports/k8s.js';
import { MANAGED_BY, MANAGED_BY_LABEL, PLAN_KEY, RUN_LABEL } from '../contract/annotations.js';
import { PLACEHOLDER_RUN, runIdFrom, runName, SlugAllocator } from '../contract/names.js';
import { PLAN_FORMAT, type PlanDocument, type PlanPipeline } from '../contract/plan-format.js';
import { stamp } from '../contract/stamp.js';
import { graphProblems } from '../model/graph.js';

const PIPELINE_SLUG_LENGTH = 20;
const STEP_SLUG_LENGTH = 30;

/**
 * What all pipelines of an app share: the run's id, its root object and its Lease, and names that do not collide.
 * It is a child of the app's first pipeline, so that the manifest of a lone pipeline is whole.
 */
export class RunRoot extends Construct {
  private readonly pipelines: (() => PlanPipeline)[] = [];
  private readonly pipelineSlugs = new SlugAllocator();
  private readonly stepSlugs = new SlugAllocator();
  private readonly content: Hash = createHash('sha256');
  /** Of the content so far; every object of the run asks for it. */
  private knownRunId?: string;

  constructor(
    scope: Construct,
    id: string,
    readonly namespace: string,
  ) {
    super(scope, id);
    const metadata = {
      name: runName(PLACEHOLDER_RUN),
      namespace,
      labels: { [MANAGED_BY_LABEL]: MANAGED_BY, [RUN_LABEL]: PLACEHOLDER_RUN },
    };
    const plan = (): PlanDocument => ({ format: PLAN_FORMAT, pipelines: this.pipelines.map((pipeline) => pipeline()) });
    this.named(new KubeConfigMap(this, 'root', { metadata, data: { [PLAN_KEY]: Lazy.any({ produce: () => JSON.stringify(plan()) }) } }));
    this.named(new KubeLease(this, 'lease', { metadata, spec: {} }));
    this.node.addValidation({ validate: () => graphProblems(plan().pipelines).map(({ message }) => `the pipelines: ${message}`) });
  }

  /** The run id of the synthesis: a hash of everything that the pipelines were given. */
  get runId(): string {
    this.knownRunId ??= runIdFrom(this.content.copy().digest());
    return this.knownRunId;
  }

  /** Makes something part of the content that the run id is derived from. */
  include(...content: readonly unknown[]): void {
    this.content.update(JSON.stringify(content));
    this.knownRunId = undefined;
  }

  /** Adds a pipeline to the plan and gives it a slug of its own. */
  addPipeline(name: string, describe: () => PlanPipeline): string {
    this.pipelines.push(describe);
    return this.pipelineSlugs.allocate(name, name, PIPELINE_SLUG_LENGTH);
  }

  /** Gives a step a slug that no other step of the run has. */
  addStep(pipeline: string, step: string): string {
    return this.stepSlugs.allocate(step, `${pipeline}/${step}`, STEP_SLUG_LENGTH);
  }

  /** Makes an object carry the run's id once it is written: until then no construct can know it. */
  named<T extends ApiObject>(object: T): T {
    const toJson = object.toJson.bind(object);
    object.toJson = () => stamp(toJson(), { from: PLACEHOLDER_RUN, to: this.runId });
    return object;
  }
}
