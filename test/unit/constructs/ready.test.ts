import { Duration } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import type { ServicePodProps } from '../../../src/constructs/service-pod.js';
import type { StepReady } from '../../../src/constructs/step-limits.js';
import { pipelineOf, podOf, problemsOf, stepPod } from './synthesized.js';

const image = 'alpine';

/** What the pod of a service says about being ready. */
function readyOf(props: Partial<ServicePodProps>, compat?: 'woodpecker-3') {
  const build = pipelineOf({}, { compat });
  build.service('db', { image, ...props });
  const { metadata, spec } = podOf(build, 'db');
  return { probe: spec.containers[0]?.readinessProbe, rule: metadata.annotations?.['podline.dev/ready'] };
}

const pace = { periodSeconds: 1, timeoutSeconds: 5 };

describe('a service', () => {
  it.each<[StepReady, object]>([
    [{ exec: ['pg_isready'] }, { exec: { command: ['pg_isready'] }, ...pace }],
    [{ http: '8080/health' }, { httpGet: { port: 8080, path: '/health' }, ...pace }],
    [{ http: ':8080' }, { httpGet: { port: 8080, path: '/' }, ...pace }],
    [{ tcp: 5432 }, { tcpSocket: { port: 5432 }, ...pace }],
  ])('with ready: %j has a readiness probe, and a minute for it', (ready, probe) => {
    expect(readyOf({ ready })).toEqual({ probe, rule: '{"timeoutSeconds":60}' });
  });

  it('with a pattern for its log has no probe, and tells the runner the pattern', () => {
    const ready = { log: 'ready$', timeout: Duration.minutes(2) };

    expect(readyOf({ ready })).toEqual({ probe: undefined, rule: '{"timeoutSeconds":120,"log":"ready$"}' });
  });

  it('with ports is ready when the first one of TCP is open', () => {
    const { probe } = readyOf({ ports: ['53/udp', '5432/tcp', 8080] });

    expect(probe).toEqual({ tcpSocket: { port: 5432 }, ...pace });
  });

  it.each<[string, Partial<ServicePodProps>]>([
    ['without ports', {}],
    ['with ports of UDP alone', { ports: ['53/udp'] }],
    ['with ports and ready: false', { ports: [5432], ready: false }],
  ])('%s is not waited for', (_, props) => {
    expect(readyOf(props)).toEqual({ probe: undefined, rule: undefined });
  });

  it('as in Woodpecker 3 is waited for where it asks for it, not for its ports', () => {
    expect(readyOf({ ports: [80] }, 'woodpecker-3').probe).toBeUndefined();
    expect(readyOf({ ports: [80], ready: { tcp: 80 } }, 'woodpecker-3').probe).toEqual({ tcpSocket: { port: 80 }, ...pace });
  });

  it.each<[StepReady, string]>([
    [{ tcp: 0 }, 'ready: tcp must be a port from 1 to 65535, not 0'],
    [{ http: 'web' }, 'ready: http must be port/path such as 8080/health, not "web"'],
    [{ exec: [] }, 'ready: exec has no command'],
    [{ log: '' }, 'ready: log is empty'],
    [{ tcp: 80, timeout: Duration.millis(1500) }, 'ready: the timeout of 1.5 s is not a whole number of seconds, at least one'],
  ])('with ready: %j is a finding', (ready, problem) => {
    const build = pipelineOf();
    build.service('db', { image, ready });

    expect(problemsOf(build)).toEqual([`[build/db] ${problem}`]);
  });
});

describe('a step', () => {
  it('that is detached has a readiness probe of its own, and none for its ports', () => {
    expect(stepPod({ detach: true, ready: { tcp: 80 } }).spec.containers[0]?.readinessProbe).toMatchObject({ tcpSocket: { port: 80 } });
    expect(stepPod({ detach: true, ports: [80] }).spec.containers[0]?.readinessProbe).toBeUndefined();
  });

  it('that is waited for to its end is never asked', () => {
    const build = pipelineOf();
    build.step('test', { image, ready: { tcp: 80 } });

    expect(problemsOf(build)).toEqual(['[build/test] ready is for services and detached steps: of others the end is waited for']);
  });
});
