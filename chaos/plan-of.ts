import { randomBytes } from 'node:crypto';
import { runIdFrom } from '../src/contract/names.js';
import { DEFAULT_AGENT_SETTINGS } from '../src/model/default-settings.js';
import { manualMetadata } from '../src/model/metadata.js';
import { readPlan } from '../src/plan/read-plan.js';
import type { RunPlan } from '../src/plan/run-plan.js';
import { stampPlan } from '../src/plan/stamp-plan.js';
import { synthesize } from '../src/plan/synth.js';
import { readWorkflows } from '../src/workflow/read-workflows.js';
import { createSource } from '../src/workflow/source.js';

/** The plan of a workflow, as a run of its own. */
export function planOf(text: string, { namespace, platform }: { readonly namespace: string; readonly platform: string }): RunPlan {
  const { pipelines } = readWorkflows([createSource('chaos.yaml', text)], { metadata: manualMetadata({ platform }) });
  const manifests = synthesize(pipelines, { settings: DEFAULT_AGENT_SETTINGS, platform });
  const { plan } = readPlan([...manifests.values()].flat());
  return stampPlan(plan, { run: runIdFrom(randomBytes(10)), namespace });
}
