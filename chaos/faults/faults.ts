import { setTimeout as sleep } from 'node:timers/promises';
import type { RequestFault, Verb } from '../../src/local/api/request-faults.js';
import type { LocalCluster } from '../../src/local/local-cluster.js';
import type { Random } from '../random.js';

/** Something that goes wrong once the run has told of so many events. */
export interface Fault {
  readonly afterEvents: number;
  readonly kind: string;
  readonly happen: Happening;
}

/** Where a fault happens. */
export interface Target {
  readonly cluster: LocalCluster;
  readonly namespace: string;
  /** The pod that may be taken; undefined while it does not exist. */
  readonly pod: string | undefined;
}

export interface FaultOptions {
  /** How many events the run has when nothing goes wrong. */
  readonly events: number;
  /** Between which events a pod is to be taken. @default - none is */
  readonly taking?: readonly [number, number];
}

type Happening = (target: Target) => void | Promise<void>;

const VERBS: readonly Verb[] = ['get', 'list', 'watch', 'create', 'patch', 'delete'];

const PASSING: Readonly<Record<string, (random: Random) => Happening>> = {
  'watches dropped':
    () =>
    ({ cluster }) =>
      cluster.faults.inject({ kind: 'watches-dropped' }),
  'past forgotten':
    () =>
    async ({ cluster }) => {
      await cluster.faults.inject({ kind: 'history-compacted' });
      await cluster.faults.inject({ kind: 'watches-dropped' });
    },
  'log cut': (random) => request({ resource: 'pods/log', cutAfter: random.integer(0, 1500), times: random.integer(1, 4) }),
  'answer lost': (random) => request({ verb: random.pick(['create', 'patch', 'delete']), cutAfter: 0 }),
  'server error': (random) => request({ verb: random.pick(VERBS), answer: random.pick([500, 503]), times: random.integer(1, 4) }),
  'too many requests': (random) => request({ verb: random.pick(VERBS), answer: 429, retryAfter: random.integer(0, 1) }),
  'version too old': () => request({ verb: 'watch', answer: 410 }),
  'answer late': (random) => request({ verb: random.pick(VERBS), delay: random.integer(50, 800), times: random.integer(1, 3) }),
  'server away': (random) => {
    const ms = random.integer(50, 1500);
    return async ({ cluster }) => {
      await cluster.faults.inject({ kind: 'api-stopped' });
      await sleep(ms);
      await cluster.faults.inject({ kind: 'api-started' });
    };
  },
};

/** At most once in a run: credentials that are refused again after they were read anew are refused for good. */
const UNAUTHORIZED = 'unauthorized';
const unauthorized = (random: Random): Happening => request({ verb: random.pick(VERBS), answer: 401 });

const TAKING: Readonly<Record<string, Happening>> = {
  'pod deleted': async ({ cluster, namespace, pod }) => {
    if (pod !== undefined) await cluster.faults.inject({ kind: 'pod-deleted', namespace, pod, graceSeconds: 1 });
  },
  'pod evicted': async ({ cluster, namespace, pod }) => {
    if (pod !== undefined) await cluster.faults.inject({ kind: 'pod-evicted', namespace, pod });
  },
};

/** A random sequence of faults, the earliest first. */
export function randomFaults(random: Random, { events, taking }: FaultOptions): readonly Fault[] {
  const passing = Array.from({ length: random.integer(1, 5) }, (): Fault => {
    const kind = random.pick(Object.keys(PASSING));
    const happen = PASSING[kind]?.(random) ?? (() => undefined);
    return { afterEvents: random.integer(1, events), kind, happen };
  });
  const refusals: readonly Fault[] = random.chance(0.3)
    ? [{ afterEvents: random.integer(1, events), kind: UNAUTHORIZED, happen: unauthorized(random) }]
    : [];
  const [kind, happen] = random.pick(Object.entries(TAKING));
  const takings: readonly Fault[] = taking ? [{ afterEvents: random.integer(...taking), kind, happen }] : [];
  return [...passing, ...refusals, ...takings].sort((a, b) => a.afterEvents - b.afterEvents);
}

function request(fault: RequestFault): Happening {
  return ({ cluster }) => cluster.faults.requests.add(fault);
}
