import type { ContainerState, ContainerStatus, PodCondition, PodStatus } from '../../contract/objects.js';
import { withCondition } from '../api/pod-conditions.js';
import { timestamp } from '../objects.js';
import type { LocalPod } from '../pod.js';
import { imageId } from './image.js';

/** What the kubelet knows of one container. */
export interface ContainerRecord {
  readonly name: string;
  readonly image: string;
  readonly id?: string;
  readonly state: ContainerState;
  /** True while its readiness probe, if it has one, succeeds. */
  readonly ready: boolean;
}

/** What the kubelet knows of a pod beyond its containers. */
export interface PodRecord {
  readonly init: readonly ContainerRecord[];
  readonly main: readonly ContainerRecord[];
  readonly startedAt: number;
  readonly mounted: boolean;
  /** The pod was ended by the kubelet, which decides its phase. */
  readonly ended?: { readonly reason: string; readonly message: string };
}

/** The status that the kubelet reports. Pure. */
export function podStatus(before: LocalPod['status'], record: PodRecord, now: number): PodStatus {
  const phase = phaseOf(record);
  const base = {
    ...before,
    phase,
    ...record.ended,
    hostIP: '127.0.0.1',
    podIP: '127.0.0.1',
    startTime: timestamp(record.startedAt),
    ...(record.init.length === 0 ? {} : { initContainerStatuses: record.init.map(containerStatus) }),
    containerStatuses: record.main.map(containerStatus),
  };
  return conditions(record, phase).reduce<PodStatus>((status, condition) => withCondition(status, condition, now), base);
}

type Phase = NonNullable<PodStatus['phase']>;

function phaseOf({ init, main, ended }: PodRecord): Phase {
  if (ended !== undefined || init.some(hasFailed)) return 'Failed';
  if (init.some((c) => c.state.terminated === undefined) || main.some((c) => c.state.waiting !== undefined)) return 'Pending';
  if (main.some((c) => c.state.running !== undefined)) return 'Running';
  return main.some(hasFailed) ? 'Failed' : 'Succeeded';
}

function hasFailed({ state }: ContainerRecord): boolean {
  return state.terminated !== undefined && state.terminated.exitCode !== 0;
}

function conditions({ init, main, mounted }: PodRecord, phase: Phase): readonly PodCondition[] {
  const over = phase === 'Succeeded' ? 'PodCompleted' : phase === 'Failed' ? 'PodFailed' : undefined;
  const incomplete = init.filter(({ state }) => state.terminated?.exitCode !== 0).map(({ name }) => name);
  const unready = main.filter((container) => !isReady(container)).map(({ name }) => name);
  const initialized: PodCondition =
    incomplete.length === 0
      ? { type: 'Initialized', status: 'True', ...(over === 'PodCompleted' ? { reason: over } : {}) }
      : {
          type: 'Initialized',
          status: 'False',
          reason: 'ContainersNotInitialized',
          message: `containers with incomplete status: [${incomplete.join(' ')}]`,
        };
  const readiness =
    over !== undefined
      ? { status: 'False', reason: over }
      : unready.length === 0
        ? { status: 'True' }
        : { status: 'False', reason: 'ContainersNotReady', message: `containers with unready status: [${unready.join(' ')}]` };
  return [
    { type: 'PodReadyToStartContainers', status: mounted && over === undefined ? 'True' : 'False' },
    initialized,
    { type: 'Ready', ...readiness },
    { type: 'ContainersReady', ...readiness },
  ];
}

function isReady({ state, ready }: ContainerRecord): boolean {
  return state.running !== undefined && ready;
}

function containerStatus(record: ContainerRecord): ContainerStatus {
  const { name, image, id, state } = record;
  const status = {
    name,
    state,
    lastState: {},
    ready: isReady(record),
    restartCount: 0,
    image,
    imageID: id === undefined ? '' : imageId(image),
    ...(id === undefined ? {} : { containerID: id }),
    started: state.running !== undefined,
  };
  return status;
}
