import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../../../src/contract/objects.js';
import type { Answer } from '../../../src/doctor/answer.js';
import { judgeLimitRanges } from '../../../src/doctor/limit-ranges.js';
import { judgeNamespace } from '../../../src/doctor/namespace.js';
import { judgeNodes } from '../../../src/doctor/nodes.js';
import { judgeQuotas } from '../../../src/doctor/quota.js';
import { neededAccess } from '../../../src/doctor/rights.js';
import { judgeClock, judgeServer } from '../../../src/doctor/server.js';
import { judgeStorageClasses } from '../../../src/doctor/storage.js';
import { ClusterError } from '../../../src/errors.js';

const FORBIDDEN: Answer<never> = { type: 'refused', error: new ClusterError('no', { code: 'forbidden', status: 403 }) };
const MISSING: Answer<never> = { type: 'refused', error: new ClusterError('no', { code: 'not-found', status: 404 }) };

function told<T>(value: T): Answer<T> {
  return { type: 'told', value };
}

function object(kind: string, name: string, rest: object = {}): KubeObject {
  return { apiVersion: 'v1', kind, metadata: { name }, ...rest };
}

describe('judgeServer', () => {
  it.each([
    [1, 19, 'fail'],
    [1, 20, 'ok'],
    [1, 34, 'ok'],
    [1, 35, 'warn'],
    [2, 0, 'warn'],
    [Number.NaN, Number.NaN, 'warn'],
  ])('says to %i.%i: %3$s', (major, minor, status) => {
    expect(judgeServer(told({ major, minor }), 'ci').status).toBe(status);
  });
});

describe('judgeClock', () => {
  it.each([
    [5_000, 'ok', 'agrees'],
    [-5_000, 'ok', 'agrees'],
    [61_000, 'warn', '61 s behind the server'],
    [-61_000, 'warn', '61 s ahead of the server'],
  ])('says of a server that is ahead by %i ms: %s', (ahead, status, words) => {
    expect(judgeClock(1_000_000 + ahead, 1_000_000)).toMatchObject({ status, message: expect.stringContaining(words) });
  });
});

describe('judgeNamespace', () => {
  const there = told(object('Namespace', 'ci'));
  const leaving = told({ ...object('Namespace', 'ci'), metadata: { name: 'ci', deletionTimestamp: '2026-01-01T00:00:00Z' } });

  it.each([
    ['is there', there, told(undefined), 'ok'],
    ['is missing', told(undefined), FORBIDDEN, 'fail'],
    ['is being deleted', leaving, FORBIDDEN, 'fail'],
    ['may not be looked at, and takes a pod', FORBIDDEN, told(undefined), 'ok'],
    ['may not be looked at, and is missing for a pod', FORBIDDEN, MISSING, 'fail'],
    ['may not be looked at, nor have pods', FORBIDDEN, FORBIDDEN, 'unknown'],
  ])('of a namespace that %s', (_, answer, offered, status) => {
    expect(judgeNamespace(answer, offered, 'ci').status).toBe(status);
  });
});

describe('neededAccess', () => {
  it('asks for the verb with which this version attaches', () => {
    const attach = (minor: number) =>
      neededAccess({ major: 1, minor })
        .filter(({ resource }) => resource === 'pods/attach')
        .map(({ verb }) => verb);

    expect([attach(34), attach(35)]).toEqual([['get'], ['create']]);
  });
});

describe('judgeQuotas', () => {
  const judge = (hard: object, used: object = {}, spec: object = {}) =>
    judgeQuotas(told([object('ResourceQuota', 'q', { spec, status: { hard, used } })]), { limits: told([]), volumeSize: '10G' })[0];

  it.each([
    ['full of pods', { pods: '4' }, { pods: '4' }, '4 of 4 pods in use'],
    ['full of claims', { persistentvolumeclaims: '1' }, { persistentvolumeclaims: '1' }, 'no pipeline gets a volume'],
    ['short of storage', { 'requests.storage': '12Gi' }, { 'requests.storage': '4Gi' }, 'a volume of 10G does not fit'],
    ['that counts requests', { 'requests.cpu': '4' }, {}, 'counts requests.cpu: steps that do not say theirs are refused'],
  ])('fails one %s', (_, hard, used, words) => {
    expect(judge(hard, used)).toMatchObject({ status: 'fail', message: expect.stringContaining(words) });
  });

  it('leaves out those that hold for some pods only', () => {
    expect(judge({ pods: '0' }, {}, { scopes: ['Terminating'] })?.status).toBe('ok');
  });

  it('passes one with room', () => {
    expect(judge({ pods: '10' }, { pods: '4' })).toMatchObject({ status: 'ok', message: '"q" leaves room: pods 4/10' });
  });

  it('cannot tell without the right to look', () => {
    expect(judgeQuotas(FORBIDDEN, { limits: FORBIDDEN, volumeSize: '10G' })[0]?.status).toBe('unknown');
  });
});

describe('judgeLimitRanges', () => {
  it('fails where a claim must be larger than what a pipeline asks for', () => {
    const range = object('LimitRange', 'l', { spec: { limits: [{ type: 'PersistentVolumeClaim', min: { storage: '20Gi' } }] } });

    expect(judgeLimitRanges(told([range]), '10G')).toMatchObject({ status: 'fail', fix: 'give --volume-size 20Gi' });
  });
});

describe('judgeStorageClasses', () => {
  const usual = {
    ...object('StorageClass', 'fast', { provisioner: 'csi' }),
    metadata: { name: 'fast', annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
  };
  const other = object('StorageClass', 'slow', { provisioner: 'csi', volumeBindingMode: 'WaitForFirstConsumer' });

  it.each([
    ['the default', [usual, other], undefined, 'ok', 'fast (csi), the default'],
    ['one that is named', [usual, other], 'slow', 'ok', 'slow (csi, bound when a pod needs it)'],
    ['one that is not there', [usual], 'slow', 'fail', 'there is no storage class "slow"'],
    ['no default', [other], undefined, 'fail', 'none of the storage classes is the default one: slow'],
    ['none', [], undefined, 'fail', 'there is no storage class'],
    ['two defaults', [usual, usual], undefined, 'warn', 'several storage classes are the default one: fast, fast'],
  ])('of %s', (_, classes, wanted, status, message) => {
    expect(judgeStorageClasses(told(classes), wanted)).toMatchObject({ status, message });
  });
});

describe('judgeNodes', () => {
  const node = (architecture: string, isReady = true) =>
    object('Node', architecture, {
      status: {
        conditions: [{ type: 'Ready', status: isReady ? 'True' : 'Unknown' }],
        nodeInfo: { architecture, operatingSystem: 'linux' },
      },
    });

  it.each([
    ['of the platform', [node('amd64'), node('amd64')], 'auto', 'ok', '2 linux/amd64'],
    [
      'of another one, where nobody asked',
      [node('arm64')],
      'auto',
      'ok',
      '1 linux/arm64: none is linux/amd64, so steps run on linux/arm64',
    ],
    ['of another one', [node('arm64')], 'linux/amd64', 'fail', 'no node is linux/amd64: 1 linux/arm64'],
    ['one of which is away', [node('amd64'), node('amd64', false)], 'auto', 'warn', '1 linux/amd64; 1 other not ready or not schedulable'],
    ['that are all away', [node('amd64', false)], 'auto', 'fail', 'none of 1 node takes pods'],
  ])('of nodes %s', (_, nodes, wish, status, message) => {
    expect(judgeNodes(told(nodes), { wish, platform: 'linux/amd64' })).toMatchObject({ status, message });
  });
});
