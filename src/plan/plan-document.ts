import { PLAN_KEY } from '../contract/annotations.js';
import type { ConfigMap } from '../contract/objects.js';
import { PLAN_FORMAT, type PlanDocument, type PlanPipeline } from '../contract/plan-format.js';
import { UsageError } from '../errors.js';
import { isRunOn } from '../model/run-on.js';
import { invalid } from './invalid.js';
import { isMap, isStrings } from './shapes.js';

/** Reads `plan.json` of a root. Throws `UsageError` where it is damaged or of a newer format. */
export function readPlanDocument(root: ConfigMap): PlanDocument {
  const document = parse(root);
  if (typeof document.format === 'number' && document.format > PLAN_FORMAT)
    throw new UsageError(`ConfigMap "${root.metadata.name}" has the plan format ${document.format}, this podline reads ${PLAN_FORMAT}`, {
      code: 'newer-plan-format',
      hint: 'use the version of podline that synthesized the manifests, or a newer one',
    });
  const { format, pipelines } = document;
  if (format !== PLAN_FORMAT || !Array.isArray(pipelines) || !pipelines.every(isPlanPipeline))
    throw invalid(`${PLAN_KEY} of ConfigMap "${root.metadata.name}" is not a plan`);
  return { format, pipelines };
}

function parse(root: ConfigMap): Readonly<Record<string, unknown>> {
  try {
    const document: unknown = JSON.parse(root.data?.[PLAN_KEY] ?? '');
    if (isMap(document)) return document;
  } catch {
    // reported below, as any other text that is not a plan
  }
  throw invalid(`${PLAN_KEY} of ConfigMap "${root.metadata.name}" is not a JSON object`);
}

function isPlanPipeline(value: unknown): value is PlanPipeline {
  if (!isMap(value)) return false;
  const { name, dependsOn, runOn, axis = {}, steps } = value;
  if (!isMap(axis) || !isStrings(Object.values(axis))) return false;
  return typeof name === 'string' && isStrings(dependsOn) && isStrings(steps) && isStrings(runOn) && runOn.every(isRunOn);
}
