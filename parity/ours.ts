import { isPod, type KubeObject } from '../src/contract/objects.js';
import { WorkflowError } from '../src/errors.js';
import { readAgentSettings } from '../src/model/read-agent-settings.js';
import { readPlan } from '../src/plan/read-plan.js';
import { synthesize } from '../src/plan/synth.js';
import { stepSecrets } from '../src/runner/secrets.js';
import { type CompiledWorkflow, readWorkflows } from '../src/workflow/read-workflows.js';
import { createSource } from '../src/workflow/source.js';
import type { Case, Cases } from './cases.js';
import { inputOf, PLATFORM } from './input-of.js';

/** What podline makes of a case. */
export interface Ours {
  /** Why it refuses the case. */
  readonly errors: readonly string[];
  readonly workflows: readonly CompiledWorkflow[];
  /** Objects of each workflow, its Secrets among them. */
  readonly objects: readonly (readonly KubeObject[])[];
}

/** Compiles and synthesizes a case in the compatibility with Woodpecker 3, from which the results of the cases come. */
export function ours(given: Case, cases: Cases): Ours {
  const refused = (errors: readonly string[]): Ours => ({ errors, workflows: [], objects: [] });
  const { settings, problems } = readAgentSettings({ ...given.env, PODLINE_COMPAT: 'woodpecker-3' });
  if (problems.length > 0) return refused(problems.map((problem) => `setting: ${JSON.stringify(problem)}`));
  const sources = given.files.map(({ file, name }) => createSource(name, cases.textOf(given, file)));
  const { workflows: input, registries, values } = inputOf(given, cases);
  try {
    const { workflows } = readWorkflows(sources, { ...input, settings });
    if (workflows.length === 0) return refused([]);
    const pipelines = workflows.map(({ pipeline }) => ({ ...pipeline, registries }));
    const manifests = [...synthesize(pipelines, { settings, platform: PLATFORM }).values()];
    const { plan } = readPlan(manifests.flat());
    const secrets = stepSecrets(plan, values);
    return {
      errors: [],
      workflows,
      objects: manifests.map((objects) => [...objects, ...secrets.filter((secret) => isOf(secret, objects))]),
    };
  } catch (error) {
    if (!(error instanceof WorkflowError)) throw error;
    return refused(error.diagnostics.filter(({ severity }) => severity === 'error').map(({ code, message }) => `${code}: ${message}`));
  }
}

function isOf(secret: KubeObject, objects: readonly KubeObject[]): boolean {
  const label = 'podline.dev/pipeline';
  return objects.some((object) => isPod(object) && object.metadata.labels?.[label] === secret.metadata.labels?.[label]);
}
