import type { Cases, Expected, ExpectedWorkflow } from './cases.js';
import { type Comparison, compareWorkflow, type Difference } from './compare.js';
import { type Ours, ours } from './ours.js';
import { REVIEWED } from './reviewed.js';

/** What came of all cases of a folder. */
export interface Comparisons extends Comparison {
  /** Cases of which the objects are not compared yet: their steps are others. */
  readonly waiting: number;
}

/** Compares every case of a folder; `objectsAlone`: leaves steps and variables out, and the cases whose steps are not the same. */
export function compareCases(cases: Cases, { objectsAlone }: { readonly objectsAlone: boolean }): Comparisons {
  const all = { compared: 0, waiting: 0, differences: [] as Difference[] };
  for (const given of cases.all) {
    const { facts, objects } = compareCase(given.id, cases.expectedOf(given), ours(given, cases));
    const isOther = facts.differences.some((difference) => !REVIEWED.some(({ matches }) => matches(difference)));
    if (objectsAlone && isOther) all.waiting++;
    for (const { compared, differences } of objectsAlone ? (isOther ? [] : [objects]) : [facts, objects]) {
      all.compared += compared;
      all.differences.push(...differences);
    }
  }
  return all;
}

interface CaseComparison {
  /** Whether it is refused, its workflows and their steps. */
  readonly facts: Comparison;
  readonly objects: Comparison;
}

function compareCase(id: string, expected: Expected, made: Ours): CaseComparison {
  const refusals = refusalsOf(expected);
  if (refusals.length > 0 && made.errors.length > 0) return { facts: { compared: 1, differences: [] }, objects: NOTHING };
  if (refusals.length > 0 || made.errors.length > 0) {
    const [mine, theirs] = [made.errors, refusals].map((texts) => (texts.length > 0 ? texts : null));
    const refused = { case: id, object: 'lint', field: 'blocked', ours: mine, theirs };
    return { facts: { compared: 1, differences: [refused] }, objects: NOTHING };
  }
  const workflows = expected.workflows ?? [];
  const count = Math.max(workflows.length, made.workflows.length);
  const pairs = Array.from({ length: count }, (_, index) => {
    const [theirs, workflow] = [workflows[index], made.workflows[index]];
    if (theirs && workflow) return compareWorkflow(id, theirs, { workflow, objects: made.objects[index] ?? [] });
    const [mine, other] = [workflow?.pipeline.steps.map(({ name }) => name) ?? null, theirs ? stepNames(theirs) : null];
    const object = `workflow ${theirs?.name ?? workflow?.name}`;
    return { facts: { compared: 1, differences: [{ case: id, object, field: 'exists', ours: mine, theirs: other }] }, objects: NOTHING };
  });
  const facts = sum(pairs.map((pair) => pair.facts));
  return { facts: { ...facts, compared: facts.compared + 1 }, objects: sum(pairs.map((pair) => pair.objects)) };
}

const NOTHING: Comparison = { compared: 0, differences: [] };

function sum(comparisons: readonly Comparison[]): Comparison {
  return {
    compared: comparisons.reduce((total, { compared }) => total + compared, 0),
    differences: comparisons.flatMap(({ differences }) => differences),
  };
}

function stepNames({ config }: ExpectedWorkflow): readonly string[] {
  return (config.pipeline ?? []).flatMap(({ steps }) => steps ?? []).map(({ name }) => name);
}

/** Why the reference made nothing of a case. */
function refusalsOf({ lint, workflows }: Expected): readonly string[] {
  const errors = (lint.errors ?? []).map(({ field, message }) => (field ? `${field}: ${message}` : message));
  const ofBackend = (workflows ?? []).flatMap(({ kubernetes }) => [
    ...(kubernetes?.error ? [kubernetes.error] : []),
    ...(kubernetes?.steps ?? []).flatMap(({ error }) => (error ? [error] : [])),
  ]);
  return lint.blocked ? errors : ofBackend;
}
