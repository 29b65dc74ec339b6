import { cp } from 'node:fs/promises';
import path from 'node:path';
import type { App } from 'cdk8s';
import type { Pipeline } from './constructs/pipeline.js';
import { type EmbeddedRuntime, startEmbedded } from './embedded.js';
import { readPlan } from './plan/read-plan.js';
import { sharedPorts, withoutSharing } from './plan/shared-ports.js';
import { withoutClone } from './plan/without-clone.js';
import { workspacePath } from './plan/workspace-path.js';
import type { RunEvent, RunReport, StepId } from './report/events.js';
import type { RunLimits } from './runner/limits.js';
import { run } from './runner/run.js';

/** Options of {@link runLocal}. */
export interface RunLocalOptions {
  /** Values of the secrets that steps refer to, by lower-case name. @default - none */
  readonly secrets?: Readonly<Record<string, string>>;

  /** Folder that is copied into the workspace of each pipeline, in place of what clone steps would bring. @default - the workspace is empty */
  readonly source?: string;

  /** @default - those of `podline run` */
  readonly limits?: Partial<RunLimits>;

  /** `process-unsafe` lets the steps do what their user can, where the kernel has no namespaces to shut them in. @default 'process' */
  readonly runtime?: EmbeddedRuntime;

  /** Cancels the run. */
  readonly signal?: AbortSignal;
}

/** What came of a pipeline. */
export interface LocalRun {
  readonly report: RunReport;
  /** Lines of each step's log, secrets masked, of all its attempts one after the other. */
  readonly logs: Readonly<Record<StepId, readonly string[]>>;
}

/**
 * Runs an app's pipelines, or its only one, on an embedded cluster of their own: in a unit test, without Kubernetes.
 * Images are not used, the steps are processes of this machine; clone steps are left out. A pipeline that fails is a result.
 *
 * @throws WorkflowError - a pipeline is wrong, or a secret has no value
 * @throws UsageError - this machine cannot shut processes in
 */
export async function runLocal(scope: App | Pipeline, options: RunLocalOptions = {}): Promise<LocalRun> {
  const { source, runtime = 'process', secrets = {}, limits, signal } = options;
  // only whoever has constructs needs them: the runner alone does not load cdk8s
  const { manifestOf } = await import('./testing.js');
  const { plan } = readPlan(manifestOf(scope));
  const fillClaim = async (claim: string, folder: string) => {
    if (source !== undefined) await cp(source, path.join(folder, workspacePath(plan, claim)), { recursive: true });
  };
  const embedded = await startEmbedded({ namespace: plan.namespace, runtime, fillClaim });
  const logs = new Map<StepId, string[]>();
  const collect = (event: RunEvent) => {
    if (event.type !== 'log') return;
    const lines = logs.get(event.step) ?? [];
    lines.push(Buffer.from(event.bytes).toString());
    logs.set(event.step, lines);
  };
  try {
    const cloned = withoutClone(plan);
    const report = await run(withoutSharing(cloned, sharedPorts(cloned)), embedded.cluster, {
      secrets: new Map(Object.entries(secrets)),
      limits,
      signal,
      holder: 'runLocal',
      onEvent: collect,
    });
    return { report, logs: Object.fromEntries(report.steps.map(({ step }) => [step, logs.get(step) ?? []])) };
  } finally {
    await embedded.stop();
  }
}
