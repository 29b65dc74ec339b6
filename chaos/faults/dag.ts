import type { RunOn } from '../../src/model/pipeline.js';
import type { Random } from '../random.js';

/** What a step does in the end; `plain`: passes without the step's shell, so its log has neither marker nor trailer. */
type Behaviour = 'pass' | 'fail' | 'ignored' | 'detached' | 'retried' | 'plain';

export interface ChaosStep {
  readonly name: string;
  readonly behaviour: Behaviour;
  readonly dependsOn: readonly string[];
  readonly status: readonly RunOn[];
  readonly lines: number;
  /** Seconds that it sleeps in the middle of its lines. */
  readonly pause: number;
}

/** A random pipeline. */
export interface Dag {
  readonly steps: readonly ChaosStep[];
  /** The only step that fails the pipeline, or that a fault may take. */
  readonly pivot: string;
}

const PIVOTAL: readonly Behaviour[] = ['pass', 'fail', 'fail', 'plain'];
const ORDINARY: readonly Behaviour[] = ['pass', 'pass', 'ignored', 'retried', 'plain', 'detached'];
const SUCCESS: readonly RunOn[] = ['success'];
const FAILURE: readonly RunOn[] = ['failure'];
const BOTH: readonly RunOn[] = ['success', 'failure'];

/**
 * Makes a pipeline whose verdicts do not depend on which of two steps is faster: whoever neither leads to the pivot nor comes
 * after it runs whatever the pivot's end, and detached steps come first.
 */
export function randomDag(random: Random): Dag {
  const names = Array.from({ length: random.integer(3, 8) }, (_, index) => `step-${index}`);
  const pivot = random.pick(names);
  const behaviours = new Map(names.map((name) => [name, random.pick(name === pivot ? PIVOTAL : ORDINARY)]));
  const edgesOf = (name: string) => names.slice(0, names.indexOf(name)).filter(() => random.chance(0.35));
  const edges = new Map(names.map((name) => [name, behaviours.get(name) === 'detached' ? [] : edgesOf(name)]));
  const before = reachable(pivot, (name) => edges.get(name) ?? []);
  const after = reachable(pivot, (name) => names.filter((other) => edges.get(other)?.includes(name)));
  const statusOf = (name: string) => {
    if (name === pivot || before.has(name)) return SUCCESS;
    return after.has(name) ? random.pick([SUCCESS, FAILURE, BOTH]) : BOTH;
  };
  const steps = names.map((name) => ({
    name,
    behaviour: behaviours.get(name) ?? 'pass',
    dependsOn: edges.get(name) ?? [],
    status: statusOf(name),
    lines: random.integer(1, 60),
    pause: random.integer(0, 40) / 100,
  }));
  return { steps, pivot };
}

/** The same pipeline, its pivot failing. */
export function withFailingPivot({ steps, pivot }: Dag): Dag {
  return { pivot, steps: steps.map((step) => (step.name === pivot ? { ...step, behaviour: 'fail' } : step)) };
}

/** The pipeline as the text of a workflow file: JSON is YAML. */
export function workflowText({ steps }: Dag): string {
  return JSON.stringify({ skip_clone: true, steps: steps.map(workflowStep) });
}

function workflowStep(step: ChaosStep): object {
  const { name, behaviour, dependsOn, status } = step;
  return {
    name,
    image: 'alpine',
    depends_on: dependsOn,
    when: { status },
    ...(behaviour === 'plain' ? { entrypoint: ['/bin/sh', '-c', script(step)] } : { commands: [script(step)] }),
    ...(behaviour === 'ignored' && { failure: 'ignore' }),
    ...(behaviour === 'detached' && { detach: true }),
    ...(behaviour === 'retried' && { retry: { limit: 2, on: ['failure'] } }),
  };
}

/** Counts its runs in the workspace and prints the count: a script that runs twice shows in the log. */
function script({ name, behaviour, lines, pause }: ChaosStep): string {
  const half = Math.ceil(lines / 2);
  const ends = {
    pass: 'exit 0',
    plain: 'exit 0',
    fail: 'exit 3',
    ignored: 'exit 4',
    retried: 'test $n -ge 2',
    detached: 'sleep 600',
  };
  return [
    `n=$(cat ${name}.runs 2>/dev/null || echo 0); n=$((n + 1)); echo $n > ${name}.runs`,
    `echo "${name}, run $n"`,
    `i=0; while [ $i -lt ${half} ]; do i=$((i + 1)); echo "line $i"; done`,
    `sleep ${pause}`,
    `while [ $i -lt ${lines} ]; do i=$((i + 1)); echo "line $i"; done`,
    'printf "a last line without an end"',
    ends[behaviour],
  ].join('\n');
}

function reachable(from: string, next: (name: string) => readonly string[]): ReadonlySet<string> {
  const found = new Set(next(from));
  // a set hands out what is added while it is read
  for (const name of found) for (const further of next(name)) found.add(further);
  return found;
}
