import type { StepResult } from '../src/report/events.js';
import type { Bed as NamespaceBed } from '../test/scenarios/bed.js';
import { inParallel } from './parallel.js';
import { type ClusterProofOptions, demand, type Figures } from './proof.js';

/** A step that is killed, and what has to be said of it. */
interface Kill {
  readonly what: string;
  readonly commands: readonly string[];
  /** By what: its own memory, or somebody who evicts its pod once it says that it runs. */
  readonly by: 'memory' | 'eviction';
}

const RUNS = 'it runs now';

const KILLS: readonly Kill[] = [
  { what: 'out of memory', commands: ['tail /dev/zero'], by: 'memory' },
  { what: 'a child out of memory, its parent exits with 0', commands: ['tail /dev/zero || true', 'exit 0'], by: 'memory' },
  { what: 'evicted while it runs', commands: [`echo ${RUNS}`, 'sleep 600'], by: 'eviction' },
  {
    what: 'evicted, and exits with 0 on SIGTERM',
    commands: ["trap 'exit 0' TERM", `echo ${RUNS}`, 'while true; do sleep 0.1; done'],
    by: 'eviction',
  },
];

const EXPECTED = {
  memory: { reason: 'OOMKilled', status: 1, named: '64Mi' },
  eviction: { reason: 'Evicted', status: 3, named: 'evicted' },
};

const WHAT = 'OOM at 64Mi, also in a child with parent exit 0; eviction API on a running pod; TERM handler that exits 0 under eviction';
export const ROWS = [WHAT];

/** Whoever kills a step is named, and the step is not green. */
export async function prove({ bed }: ClusterProofOptions): Promise<Figures> {
  await inParallel(KILLS, 2, async (kill) => bed.inNamespace(async (namespace) => tryOne(kill, { namespace, kubectl: bed.kubectl })));
  return [
    {
      what: WHAT,
      figure: `${KILLS.length} of ${KILLS.length} named, 0 green`,
      mustShow: 'named; not green',
    },
  ];
}

interface Place {
  readonly namespace: NamespaceBed;
  readonly kubectl: (...args: readonly string[]) => Promise<string>;
}

async function tryOne({ what, commands, by }: Kill, place: Place): Promise<void> {
  const resources = by === 'memory' ? { limits: { memory: '64Mi' } } : {};
  const step = { image: 'alpine', commands, backend_options: { kubernetes: { resources } } };
  const podline = await place.namespace.start(JSON.stringify({ skip_clone: true, steps: { victim: step } }), '--output', 'json');
  if (by === 'eviction') {
    await podline.until(`"text":"${RUNS}"`);
    await evict(place);
  }
  const output = await podline.end();
  const { reason, status, named } = EXPECTED[by];
  const result: StepResult = output.result('victim');
  const seen = `${what}: ${JSON.stringify(result)}, exit status ${output.status}`;
  demand(result.state !== 'passed' && result.reason === reason && output.status === status, seen);
  demand(result.message?.includes(named) === true, seen);
}

/** Asks for an eviction as `kubectl drain` does. */
async function evict({ namespace, kubectl }: Place): Promise<void> {
  const [pod] = await namespace.cluster.list('Pod');
  const name = pod?.metadata.name;
  const eviction = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name, namespace: namespace.namespace } };
  const file = await namespace.write('eviction.json', JSON.stringify(eviction));
  await kubectl('create', '--raw', `/api/v1/namespaces/${namespace.namespace}/pods/${name}/eviction`, '--filename', file);
}
