import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../../../src/contract/objects.js';
import { stamp } from '../../../src/contract/stamp.js';

const FROM = 'aaaaaaaaaa';
const TO = 'bbbbbbbbbb';

function labels(run: string) {
  return { 'app.kubernetes.io/managed-by': 'podline', 'podline.dev/run': run, 'podline.dev/pipeline': 'build' };
}

/** A pod with the run's name in every place where one can stand. */
function pod(run: string, namespace = 'ci') {
  const container = {
    image: 'alpine',
    env: [{ name: 'TOKEN', valueFrom: { secretKeyRef: { name: `pl-${run}-test-s`, key: 'TOKEN' } } }],
    envFrom: [{ secretRef: { name: `pl-${run}-test-s` } }],
  };
  const sameNode = { labelSelector: { matchLabels: { 'podline.dev/run': run } }, topologyKey: 'kubernetes.io/hostname' };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: `pl-${run}-test-1`, namespace, labels: labels(run) },
    spec: {
      subdomain: `pl-${run}-build`,
      dnsConfig: { searches: [`pl-${run}-build.${namespace}.svc.cluster.local`] },
      affinity: { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [sameNode] } },
      imagePullSecrets: [{ name: `pl-${run}-build-r` }],
      volumes: [
        { name: 'workspace', persistentVolumeClaim: { claimName: `pl-${run}-build` } },
        { name: 'script', configMap: { name: `pl-${run}-test-c` } },
        { name: 'netrc', secret: { secretName: `pl-${run}-test-s` } },
      ],
      initContainers: [{ name: 'init', ...container }],
      containers: [{ name: 'step', ...container }],
    },
  };
}

function named(kind: string, run: string, more: object = {}) {
  return { apiVersion: 'v1', kind, metadata: { name: `pl-${run}-build`, namespace: 'ci', labels: labels(run) }, ...more };
}

const OBJECTS: readonly [string, (run: string) => KubeObject][] = [
  ['Pod', pod],
  [
    'Service',
    (run) => named('Service', run, { spec: { clusterIP: 'None', selector: { 'podline.dev/run': run, 'podline.dev/pipeline': 'build' } } }),
  ],
  ['PersistentVolumeClaim', (run) => named('PersistentVolumeClaim', run, { spec: { accessModes: ['ReadWriteMany'] } })],
  ['ConfigMap', (run) => named('ConfigMap', run, { data: { 'plan.json': '{}' } })],
  ['Lease', (run) => named('Lease', run, { spec: {} })],
];

/** A pod whose user wrote what looks like names of the run. */
function lookalike(): KubeObject {
  const text = `pl-${FROM}-build`;
  return {
    ...pod(FROM),
    metadata: { name: `pl-${FROM}0-test`, namespace: 'ci', labels: { 'app.example/run': FROM, note: text }, annotations: { note: text } },
    spec: {
      nodeSelector: { note: text },
      dnsConfig: { searches: [`x-${text}.ci.svc.cluster.local`, 'ci.example.org'] },
      volumes: [{ name: text, persistentVolumeClaim: { claimName: `x-${text}` } }],
      containers: [{ name: 'step', image: text, command: [text], env: [{ name: 'RUN', value: text }], workingDir: `/${text}` }],
    },
  } as KubeObject;
}

describe('stamp', () => {
  it.each(OBJECTS)('rewrites every name of the run in a %s', (_, object) => {
    expect(stamp(object(FROM), { from: FROM, to: TO })).toEqual(object(TO));
  });

  it.each(OBJECTS)('leaves a %s of another run as it is', (_, object) => {
    const other = object('cccccccccc');

    expect(stamp(other, { from: FROM, to: TO })).toEqual(other);
  });

  it.each(OBJECTS)('leaves nothing behind in a %s on its way there and back', (_, object) => {
    const there = stamp(object(FROM), { from: FROM, to: TO, namespace: 'elsewhere' });

    expect(stamp(there, { from: TO, to: FROM, namespace: 'ci' })).toEqual(object(FROM));
  });

  it('leaves what merely looks like a name of the run', () => {
    expect(stamp(lookalike(), { from: FROM, to: TO })).toEqual(lookalike());
  });

  it('moves a pod to another namespace, where it finds the others by DNS', () => {
    expect(stamp(pod(FROM), { from: FROM, to: TO, namespace: 'elsewhere' })).toEqual(pod(TO, 'elsewhere'));
  });

  it("keeps the DNS domains of others than the run's own namespace", () => {
    const given = { ...pod(FROM), spec: { dnsConfig: { searches: ['ci.example.org', `pl-${FROM}-build.other.svc.cluster.local`] } } };

    const moved = stamp(given, { from: FROM, to: TO, namespace: 'elsewhere' });

    expect(moved.spec.dnsConfig.searches).toEqual(['ci.example.org', `pl-${TO}-build.other.svc.cluster.local`]);
  });

  it('leaves the object that it was given', () => {
    const given = pod(FROM);

    stamp(given, { from: FROM, to: TO, namespace: 'elsewhere' });

    expect(given).toEqual(pod(FROM));
  });
});
