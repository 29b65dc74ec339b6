import { isPod, type KubeObject } from '../src/contract/objects.js';
import type { CompiledWorkflow } from '../src/workflow/read-workflows.js';
import type { ExpectedWorkflow, Json, JsonMap } from './cases.js';
import { type Facts, factsOf } from './facts.js';
import { ourFacts, theirFacts } from './workflow-facts.js';

/** One field that is not the same. */
export interface Difference {
  readonly case: string;
  /** `pod build`, `claim`, `network`, `secret build`. */
  readonly object: string;
  readonly field: string;
  readonly ours?: Json;
  readonly theirs?: Json;
}

export interface Comparison {
  readonly compared: number;
  readonly differences: readonly Difference[];
}

type Named = ReadonlyMap<string, Facts>;

/** Compares a workflow, its steps and their objects, names and ids aside. */
export function compareWorkflow(
  id: string,
  theirs: ExpectedWorkflow,
  { workflow, objects }: { readonly workflow: CompiledWorkflow; readonly objects: readonly KubeObject[] },
): { readonly facts: Comparison; readonly objects: Comparison } {
  return {
    facts: compareFacts(id, theirFacts(theirs), ourFacts(workflow, objects)),
    objects: compareFacts(id, theirObjects(theirs), ourObjects(objects)),
  };
}

function compareFacts(id: string, expected: Named, made: Named): Comparison {
  let compared = 0;
  const differences: Difference[] = [];
  for (const object of new Set([...expected.keys(), ...made.keys()])) {
    const [a, b] = [made.get(object), expected.get(object)];
    if (a === undefined || b === undefined) {
      compared++;
      differences.push({ case: id, object, field: 'exists', ours: a ? [...a.keys()] : null, theirs: b ? [...b.keys()] : null });
      continue;
    }
    for (const field of new Set([...a.keys(), ...b.keys()])) {
      compared++;
      const [mine, their] = [a.get(field), b.get(field)];
      if (JSON.stringify(mine) !== JSON.stringify(their)) differences.push({ case: id, object, field, ours: mine, theirs: their });
    }
  }
  return { compared, differences };
}

function theirObjects({ kubernetes, config }: ExpectedWorkflow): Named {
  const names = (config.pipeline ?? []).flatMap(({ steps }) => steps ?? []).map(({ name }) => name);
  const ofSteps = (kubernetes?.steps ?? []).flatMap(({ objects }, index) => {
    const number = names.slice(0, index + 1).filter((name) => name === names[index]).length;
    const name = `${names[index]}${number > 1 ? `-${number}` : ''}`;
    return (objects ?? []).map((object) => [`${objectName(object)} ${name}`, factsOf(object)] as const);
  });
  // a namespace is no part of a manifest: the run makes it
  const setup = (kubernetes?.setup?.objects ?? []).filter(({ kind }) => kind !== 'Namespace');
  return new Map([...setup.map((object) => [objectName(object), factsOf(object)] as const), ...ofSteps]);
}

function ourObjects(objects: readonly KubeObject[]): Named {
  const pods = objects.filter(isPod);
  return new Map(
    objects.flatMap((object) => {
      const name = objectName(object as unknown as JsonMap);
      if (['claim', 'network'].includes(name)) return [[name, factsOf(object)] as const];
      const pod = isPod(object) ? object : pods.find((each) => object.metadata.name === each.metadata.name.replace(/-\d+$/, '-s'));
      // root, Lease and scripts have no counterpart
      if (pod === undefined || !['pod', 'secret'].includes(name)) return [];
      return [[`${name} ${pod.metadata.annotations?.['podline.dev/step']}`, factsOf(object)] as const];
    }),
  );
}

function objectName({ kind }: { readonly kind?: Json }): string {
  const names: Readonly<Record<string, string>> = { Pod: 'pod', PersistentVolumeClaim: 'claim', Service: 'network', Secret: 'secret' };
  return names[String(kind)] ?? String(kind);
}
