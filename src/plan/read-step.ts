import * as annotations from '../contract/annotations.js';
import type { Pod } from '../contract/objects.js';
import type { SecretTemplates } from '../contract/secrets.js';
import { compilePattern } from '../model/pattern.js';
import type { FailurePolicy, RetryRule, StepKind } from '../model/pipeline.js';
import { isRetryCause } from '../model/retry.js';
import { isRunOn } from '../model/run-on.js';
import { invalid } from './invalid.js';
import type { PlannedReady, PlannedStep } from './run-plan.js';
import { isMap, isStrings } from './shapes.js';

const KINDS: readonly StepKind[] = ['clone', 'commands', 'plugin', 'service'];
const POLICIES: readonly FailurePolicy[] = ['fail', 'ignore', 'cancel'];
const BOOLEANS = ['true', 'false'] as const;

/** Reads a step back from the annotations of its pod. */
export function readStep(pod: Pod, { pipeline, several }: { readonly pipeline: string; readonly several: boolean }): PlannedStep {
  const note = (key: string) => pod.metadata.annotations?.[key];
  const wrong = (key: string, text = note(key)) =>
    invalid(`Pod "${pod.metadata.name}": ${text === undefined ? `${key} is missing` : `"${text}" is no value of ${key}`}`);
  const oneOf = <T extends string>(values: readonly T[], key: string, text = note(key)): T => {
    const found = values.find((value) => value === text);
    if (found === undefined) throw wrong(key, text);
    return found;
  };
  const read = <T>(key: string, isGood: (value: unknown) => value is T): T => {
    const value = parseJson(note(key));
    if (!isGood(value)) throw wrong(key);
    return value;
  };
  const id = (step: string) => (several ? `${pipeline}/${step}` : step);
  const name = note(annotations.STEP);
  if (name === undefined) throw wrong(annotations.STEP);
  if (!hasStepContainer(pod)) throw invalid(`Pod "${pod.metadata.name}" has no container named "${annotations.STEP_CONTAINER}"`);
  const runOn = note(annotations.RUN_ON) === annotations.RUN_NEVER ? [] : note(annotations.RUN_ON)?.split(',');
  if (!runOn?.every(isRunOn)) throw wrong(annotations.RUN_ON);
  const timeout = note(annotations.TIMEOUT);
  const seconds = /^([1-9]\d*)s$/.exec(timeout ?? '')?.[1];
  if (timeout !== undefined && seconds === undefined) throw wrong(annotations.TIMEOUT);
  return {
    id: id(name),
    pipeline,
    name,
    kind: oneOf(KINDS, annotations.STEP_KIND_LABEL, pod.metadata.labels?.[annotations.STEP_KIND_LABEL]),
    dependsOn: read(annotations.DEPENDS_ON, isStrings).map(id),
    runOn,
    onFailure: oneOf(POLICIES, annotations.ON_FAILURE),
    detached: oneOf(BOOLEANS, annotations.DETACHED) === 'true',
    startAhead: note(annotations.START_AHEAD) === undefined || oneOf(BOOLEANS, annotations.START_AHEAD) === 'true',
    timeoutSeconds: seconds === undefined ? undefined : Number(seconds),
    retry: note(annotations.RETRY) === undefined ? undefined : read(annotations.RETRY, isRetryRule),
    ready: note(annotations.READY) === undefined ? undefined : read(annotations.READY, isReady),
    secrets: note(annotations.SECRETS) === undefined ? {} : read(annotations.SECRETS, isSecretTemplates),
    registries: note(annotations.REGISTRIES) === undefined ? {} : read(annotations.REGISTRIES, isSecretTemplates),
    pod,
  };
}

function hasStepContainer({ spec }: { readonly spec?: unknown }): boolean {
  return (
    isMap(spec) &&
    Array.isArray(spec.containers) &&
    spec.containers.some((container: unknown) => isMap(container) && container.name === annotations.STEP_CONTAINER)
  );
}

function parseJson(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}

function isRetryRule(value: unknown): value is RetryRule {
  if (!isMap(value)) return false;
  const { limit, on, backoffSeconds } = value;
  return typeof limit === 'number' && isStrings(on) && on.every(isRetryCause) && typeof backoffSeconds === 'number';
}

function isReady(value: unknown): value is PlannedReady {
  if (!isMap(value)) return false;
  const { timeoutSeconds, log } = value;
  if (typeof timeoutSeconds !== 'number' || timeoutSeconds <= 0) return false;
  return log === undefined || (typeof log === 'string' && !('problem' in compilePattern(log)));
}

function isSecretTemplates(value: unknown): value is SecretTemplates {
  return (
    isMap(value) &&
    Object.values(value).every(
      (entry) => isMap(entry) && entry.template !== undefined && (entry.encoding === 'plain' || entry.encoding === 'json'),
    )
  );
}
