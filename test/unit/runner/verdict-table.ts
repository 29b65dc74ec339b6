import type { ContainerStatus, Pod, PodStatus } from '../../../src/contract/objects.js';
import type { VerdictContext } from '../../../src/runner/end.js';
import { judge } from '../../../src/runner/verdict.js';
import { podOf } from './plans.js';

/** A pod as a cluster may show it, and whether its step may be green. */
export interface VerdictCase {
  readonly pod: Pod;
  readonly context: VerdictContext;
  readonly mayBeGreen: boolean;
}

export const seen: VerdictContext = { gone: false, deletedByUs: false };
export const ours: VerdictContext = { gone: false, deletedByUs: true };
export const gone: VerdictContext = { gone: true, deletedByUs: false };

export function statusOf(status: PodStatus, metadata: Partial<Pod['metadata']> = {}): Pod {
  const pod = podOf('build');
  return { ...pod, metadata: { ...pod.metadata, ...metadata }, status };
}

export function ended(exitCode: number, reason = exitCode === 0 ? 'Completed' : 'Error'): ContainerStatus {
  const times = { startedAt: '2026-01-01T10:00:00Z', finishedAt: '2026-01-01T10:00:10Z' };
  return { name: 'step', state: { terminated: { exitCode, reason, ...times } } };
}

const PHASES = ['Pending', 'Running', 'Succeeded', 'Failed', 'Unknown'] as const;
const EXIT_CODES = [0, 1, 137, 255];
const ENDED = ['Completed', 'Error', 'OOMKilled', 'StartError', 'ContainerStatusUnknown'];
const STATES: readonly (ContainerStatus | undefined)[] = [
  undefined,
  { name: 'step', state: { waiting: { reason: 'ContainerCreating' } } },
  { name: 'step', state: { running: { startedAt: '2026-01-01T10:00:00Z' } } },
  ...ENDED.flatMap((reason) => EXIT_CODES.map((exitCode) => ended(exitCode, reason))),
];
const UNKNOWN_REASON = 'SomethingNew';
const POD_REASONS = [
  undefined,
  'Evicted',
  'DeadlineExceeded',
  'Preempting',
  'NodeLost',
  'NodeShutdown',
  'Shutdown',
  'Terminated',
  UNKNOWN_REASON,
];
const DISRUPTIONS = [undefined, 'True', 'False'];

interface Deletion {
  readonly metadata: Partial<Pod['metadata']>;
  readonly context: VerdictContext;
  /** True where somebody else may have ended the step by it. */
  readonly mayHaveEndedIt: boolean;
}

const DELETIONS: readonly Deletion[] = [
  { metadata: {}, context: seen, mayHaveEndedIt: false },
  { metadata: deleted('10:00:35', 30), context: seen, mayHaveEndedIt: true },
  { metadata: deleted('10:00:45', 30), context: seen, mayHaveEndedIt: false },
  // the kubelet sets it at the very end: when it was asked for is not known
  { metadata: deleted('10:00:45', 0), context: seen, mayHaveEndedIt: true },
  { metadata: deleted('10:00:35', 30), context: ours, mayHaveEndedIt: false },
  { metadata: {}, context: gone, mayHaveEndedIt: false },
];

const SIDECARS: readonly (ContainerStatus | undefined)[] = [
  undefined,
  { name: 'proxy', state: { running: {} } },
  { ...ended(0), name: 'proxy' },
  { ...ended(1), name: 'proxy' },
];

/** Phase × container state and exit code × reason × disruption × deletion × injected sidecar. */
export function verdictCases(): readonly VerdictCase[] {
  return PHASES.flatMap((phase) =>
    STATES.flatMap((state) =>
      POD_REASONS.flatMap((reason) =>
        DISRUPTIONS.flatMap((disruption) =>
          DELETIONS.flatMap((deletion) => SIDECARS.map((sidecar) => verdictCase({ phase, state, reason, disruption, deletion, sidecar }))),
        ),
      ),
    ),
  );
}

/** Cases that are green and must not be, or the other way round. */
export function wrongIn(cases: readonly VerdictCase[]): readonly VerdictCase[] {
  return cases.filter(({ pod, context, mayBeGreen }) => {
    const verdict = judge(pod, context);
    return (verdict.type === 'ended' && verdict.state === 'passed') !== mayBeGreen;
  });
}

interface Combination {
  readonly phase: (typeof PHASES)[number];
  readonly state: ContainerStatus | undefined;
  readonly reason: string | undefined;
  readonly disruption: string | undefined;
  readonly deletion: Deletion;
  readonly sidecar: ContainerStatus | undefined;
}

function verdictCase({ phase, state, reason, disruption, deletion, sidecar }: Combination): VerdictCase {
  const status: PodStatus = {
    phase,
    reason,
    conditions: disruption ? [{ type: 'DisruptionTarget', status: disruption, reason: 'EvictionByEvictionAPI' }] : [],
    containerStatuses: [sidecar, state].filter((container) => container !== undefined),
  };
  const terminated = state?.state?.terminated;
  const mayBeGreen =
    terminated?.exitCode === 0 &&
    ['Completed', 'Error'].includes(terminated.reason ?? '') &&
    (reason === undefined || (reason === UNKNOWN_REASON && phase !== 'Failed')) &&
    disruption !== 'True' &&
    !deletion.mayHaveEndedIt;
  return { pod: statusOf(status, deletion.metadata), context: deletion.context, mayBeGreen };
}

function deleted(at: string, graceSeconds: number): Partial<Pod['metadata']> {
  return { deletionTimestamp: `2026-01-01T${at}Z`, deletionGracePeriodSeconds: graceSeconds };
}
