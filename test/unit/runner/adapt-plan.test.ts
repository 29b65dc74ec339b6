import { describe, expect, it } from 'vitest';
import type { Pod } from '../../../src/contract/objects.js';
import { ClusterError } from '../../../src/errors.js';
import { stepsOf } from '../../../src/plan/run-plan.js';
import { adaptPlan } from '../../../src/runner/adapt-plan.js';
import { pipelineOf, planOf, podOf, stepOf } from './plans.js';

const NEW = { major: 1, minor: 34, platform: 'linux/amd64' };

function podOn(step: string, arch: string, inferred: boolean): Pod {
  const pod = podOf(step);
  const annotations: Readonly<Record<string, string>> = inferred ? { 'podline.dev/arch': 'inferred' } : {};
  return { ...pod, metadata: { ...pod.metadata, annotations }, spec: { ...pod.spec, nodeSelector: { 'kubernetes.io/arch': arch } } };
}

function nodesOf(...archs: readonly string[]) {
  const list = async () =>
    archs.map((arch, index) => ({
      apiVersion: 'v1',
      kind: 'Node',
      metadata: { name: `n${index}`, labels: { 'kubernetes.io/arch': arch } },
    }));
  return { version: async () => NEW, list };
}

const plan = planOf(
  pipelineOf([stepOf('guessed', { pod: podOn('guessed', 'arm64', true) }), stepOf('wished', { pod: podOn('wished', 'arm64', false) })]),
);

async function archs(cluster: Parameters<typeof adaptPlan>[1]) {
  const { plan: adapted, notices } = await adaptPlan(plan, cluster);
  return [...stepsOf(adapted).map(({ pod }) => pod.spec.nodeSelector?.['kubernetes.io/arch']), notices.length];
}

describe('the architecture of nodes', () => {
  it('is that of the cluster where nobody wished for the one that no node has, and that is said', async () => {
    const { notices } = await adaptPlan(plan, nodesOf('amd64', 's390x', 'amd64'));

    expect(await archs(nodesOf('amd64', 's390x', 'amd64'))).toEqual(['amd64', 'arm64', 1]);
    expect(notices).toEqual([{ level: 'info', message: 'no node is arm64, so the steps run on amd64 (--platform linux/arm64 insists)' }]);
  });

  it('stays where a node has it', async () => {
    expect(await archs(nodesOf('amd64', 'arm64'))).toEqual(['arm64', 'arm64', 0]);
  });

  it('stays where nobody may look at the nodes', async () => {
    const list = async () => Promise.reject(new ClusterError('no', { code: 'forbidden', status: 403 }));

    expect(await archs({ version: async () => NEW, list })).toEqual(['arm64', 'arm64', 0]);
  });

  it('is not asked for where the server has it', async () => {
    const list = async () => Promise.reject(new Error('asked'));

    expect(await archs({ version: async () => ({ ...NEW, platform: 'linux/arm64' }), list })).toEqual(['arm64', 'arm64', 0]);
  });
});

it('an old server is told of, and its pods are written for it', async () => {
  const pod = {
    ...podOf('a'),
    spec: { ...podOf('a').spec, hostUsers: false, securityContext: { appArmorProfile: { type: 'Unconfined' } } },
  };

  const { plan: adapted, notices } = await adaptPlan(planOf(pipelineOf([stepOf('a', { pod })])), {
    version: async () => ({ major: 1, minor: 20 }),
    list: async () => [],
  });

  expect(notices).toEqual([
    { level: 'warning', message: 'Kubernetes 1.20 does not know hostUsers, which came with 1.25: the pods run without it' },
  ]);
  expect(stepsOf(adapted)[0]?.pod.metadata.annotations).toEqual({ 'container.apparmor.security.beta.kubernetes.io/step': 'unconfined' });
});

it('a server is asked nothing where it makes no difference', async () => {
  const nobody = async () => Promise.reject(new Error('asked'));
  const wished = planOf(pipelineOf([stepOf('wished', { pod: podOn('wished', 'arm64', false) })]));

  expect(await adaptPlan(wished, { version: nobody, list: nobody })).toEqual({ plan: wished, notices: [] });
});
