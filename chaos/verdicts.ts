import type { ContainerStatus, Pod } from '../src/contract/objects.js';
import { judge } from '../src/runner/verdict.js';
import { podOf } from '../test/unit/runner/plans.js';
import { demand, type Figures } from './proof.js';

const seen = { gone: false, deletedByUs: false };
const ours = { gone: false, deletedByUs: true };
const gone = { gone: true, deletedByUs: false };

const PHASES = ['Pending', 'Running', 'Succeeded', 'Failed', 'Unknown'] as const;
const EXIT_CODES = [0, 1, 137, 255];
const STATES: readonly (ContainerStatus | undefined)[] = [
  undefined,
  { name: 'step', state: { waiting: { reason: 'ContainerCreating' } } },
  { name: 'step', state: { running: { startedAt: '2026-01-01T10:00:00Z' } } },
  ...['Completed', 'Error', 'OOMKilled', 'StartError', 'ContainerStatusUnknown'].flatMap((reason) =>
    EXIT_CODES.map((exitCode) => ended(exitCode, reason)),
  ),
];
const REASONS = [undefined, 'Evicted', 'DeadlineExceeded', 'SomethingNew'];
const DISRUPTIONS = [undefined, 'True', 'False'];
const DELETIONS = {
  none: { metadata: {}, context: seen },
  'before the end': { metadata: { deletionTimestamp: '2026-01-01T10:00:35Z', deletionGracePeriodSeconds: 30 }, context: seen },
  'after the end': { metadata: { deletionTimestamp: '2026-01-01T10:00:45Z', deletionGracePeriodSeconds: 30 }, context: seen },
  'in its last moment': { metadata: { deletionTimestamp: '2026-01-01T10:00:45Z', deletionGracePeriodSeconds: 0 }, context: seen },
  ours: { metadata: { deletionTimestamp: '2026-01-01T10:00:35Z', deletionGracePeriodSeconds: 30 }, context: ours },
  'gone without a word': { metadata: {}, context: gone },
} as const;
const SIDECARS: readonly (ContainerStatus | undefined)[] = [
  undefined,
  { name: 'proxy', state: { running: {} } },
  { ...ended(0), name: 'proxy' },
  { ...ended(1), name: 'proxy' },
];
const CASES = PHASES.flatMap((phase) =>
  STATES.flatMap((state) =>
    REASONS.flatMap((reason) =>
      DISRUPTIONS.flatMap((disruption) =>
        Object.keys(DELETIONS).flatMap((deletion) =>
          SIDECARS.map((sidecar) => ({ phase, state, reason, disruption, deletion: deletion as keyof typeof DELETIONS, sidecar })),
        ),
      ),
    ),
  ),
);

type Case = (typeof CASES)[number];

/** Over all combinations: a step is green only where its exit code is 0 and nothing else speaks against it. */
export async function prove(): Promise<Figures> {
  const judged = CASES.map((one) => ({ one, isGreen: isGreen(podIn(one), one), mayBe: mayBeGreen(one) }));
  const wrong = judged.find(({ isGreen, mayBe }) => isGreen !== mayBe);
  demand(wrong === undefined, `${wrong?.isGreen ? 'green' : 'not green'}: ${JSON.stringify(wrong?.one)}`);
  const green = judged.filter(({ isGreen }) => isGreen);
  return [
    {
      what: 'verdict truth table: phase × container state × reason × deletion × exit code × injected sidecar',
      figure: `${CASES.length} combinations, ${green.length} green: 0 false greens, 0 false reds`,
      mustShow: '0 false greens',
    },
  ];
}

function podIn({ phase, state, reason, disruption, deletion, sidecar }: Case): Pod {
  const pod = podOf('build');
  return {
    ...pod,
    metadata: { ...pod.metadata, ...DELETIONS[deletion].metadata },
    status: {
      phase,
      reason,
      conditions: disruption ? [{ type: 'DisruptionTarget', status: disruption, reason: 'EvictionByEvictionAPI' }] : [],
      containerStatuses: [sidecar, state].filter((status) => status !== undefined),
    },
  };
}

function isGreen(pod: Pod, { deletion }: Case): boolean {
  const verdict = judge(pod, DELETIONS[deletion].context);
  return verdict.type === 'ended' && verdict.state === 'passed';
}

function mayBeGreen({ phase, state, reason, disruption, deletion }: Case): boolean {
  const terminated = state?.state?.terminated;
  return (
    terminated?.exitCode === 0 &&
    (terminated.reason === 'Completed' || terminated.reason === 'Error') &&
    (reason === undefined || (reason === 'SomethingNew' && phase !== 'Failed')) &&
    disruption !== 'True' &&
    deletion !== 'before the end' &&
    deletion !== 'in its last moment'
  );
}

function ended(exitCode: number, reason = exitCode === 0 ? 'Completed' : 'Error'): ContainerStatus {
  const times = { startedAt: '2026-01-01T10:00:00Z', finishedAt: '2026-01-01T10:00:10Z' };
  return { name: 'step', state: { terminated: { exitCode, reason, ...times } } };
}
