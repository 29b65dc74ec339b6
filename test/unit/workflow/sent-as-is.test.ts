import { describe, expect, it } from 'vitest';
import { isPod } from '../../../src/contract/objects.js';
import { withDefaults } from '../../../src/model/default-settings.js';
import { synthesize } from '../../../src/plan/synth.js';
import { pushed, workflowsOf } from './read.js';

const COMPAT = withDefaults({ compat: 'woodpecker-3' });
const pushedRun = pushed();
const metadata = { ...pushedRun, repository: { ...pushedRun.repository, trusted: { network: true, volumes: true, security: true } } };

/** The pod of the only step of a file. */
function podOf(step: string, settings = COMPAT) {
  const { pipelines } = workflowsOf(`skip_clone: true\nsteps: ${step}`, { settings, metadata });
  const pods = [...synthesize(pipelines, { settings, platform: 'linux/amd64' }).values()].flat().filter(isPod);
  return pods[0];
}

const step = (keys: string) => `{a: {image: x, commands: [y], ${keys}}}`;
const options = (keys: string) => step(`backend_options: {kubernetes: ${keys}}`);
const pod = (spec: object) => ({ spec });
const container = (keys: object) => pod({ containers: [keys] });

describe('what Kubernetes refuses, and Woodpecker sends as it is', () => {
  it.each<[string, string, object]>([
    [
      'a host without an address',
      step("extra_hosts: ['a:host-gateway']"),
      pod({ hostAliases: [{ ip: 'host-gateway', hostnames: ['a'] }] }),
    ],
    ['a host with an underscore', step("extra_hosts: ['d_e:10.0.0.2']"), pod({ hostAliases: [{ ip: '10.0.0.2', hostnames: ['d_e'] }] })],
    ['a name server without an address', step('dns: foo'), pod({ dnsConfig: { nameservers: ['foo'] } })],
    ['a domain in capitals', step('dns_search: Example.COM'), pod({ dnsConfig: { searches: ['Example.COM'] } })],
    ['a name of a variable', step('environment: {"A B": c}'), container({ env: expect.arrayContaining([{ name: 'A B', value: 'c' }]) })],
    ['a name of an image', '{a: {image: foo bar}}', container({ image: 'foo bar' })],
    ['a protocol', step('ports: [80/http, 0]'), container({ ports: [{ containerPort: 80, protocol: 'HTTP' }, { containerPort: 0 }] })],
    [
      'two volumes at one place',
      step("volumes: ['a:/b', 'c:/b']"),
      container({ volumeMounts: [{ mountPath: '/woodpecker' }, { mountPath: '/b' }, { mountPath: '/b' }] }),
    ],
    ['a toleration of nothing', options('{tolerations: [{}]}'), pod({ tolerations: [{}] })],
    ['an operator', options('{tolerations: [{operator: foo}]}'), pod({ tolerations: [{ operator: 'foo' }] })],
    ['a resource', options('{resources: {limits: {foo: 1}}}'), container({ resources: { limits: { foo: '1' } } })],
    [
      'a request above its limit',
      options('{resources: {requests: {cpu: 2}, limits: {cpu: 1}}}'),
      container({ resources: { requests: { cpu: '2' }, limits: { cpu: '1' } } }),
    ],
    ['a policy', options('{securityContext: {fsGroupChangePolicy: bar}}'), pod({ securityContext: { fsGroupChangePolicy: 'bar' } })],
    [`a name of more than 253 letters`, `{${'n'.repeat(300)}: {image: x}}`, pod({ hostname: 'n'.repeat(63) })],
  ])('is refused, and sent in the compatibility with it: %s', (_, steps, expected) => {
    expect(() => podOf(steps, withDefaults({}))).toThrow();
    expect(podOf(steps)).toMatchObject(expected);
  });

  it('is refused all the same where Woodpecker refuses it, or podline would take it for its own', () => {
    expect(() => podOf(options('{resources: {limits: {cpu: lots}}}'))).toThrow('must be a quantity');
    expect(() => podOf(options('{tolerations: [text]}'))).toThrow('must be a map');
    expect(() => podOf(step("volumes: ['/host:/b']"))).toThrow('is not the name of a PersistentVolumeClaim');

    const allowed = { ...COMPAT, podAnnotationsAllowFromStep: true };
    expect(() => podOf(options('{annotations: {podline.dev/timeout: 1s}}'), allowed)).toThrow("must not be one of podline's own");
  });
});

describe('a volume', () => {
  it('of a mode that means nothing on a cluster is mounted without it', () => {
    const mounts = container({ volumeMounts: [{ mountPath: '/woodpecker' }, { mountPath: '/b' }] });

    expect(podOf(step("volumes: ['a:/b:z']"), withDefaults({}))).toMatchObject(mounts);
    expect(podOf(step("volumes: ['a:/b:z']"))).toMatchObject(mounts);
  });

  it('is of a claim whose name Woodpecker makes, in the compatibility with it', () => {
    expect(podOf(step("volumes: ['My_Vol:/x']"))).toMatchObject(
      pod({ volumes: [expect.anything(), { persistentVolumeClaim: { claimName: 'my-vol' } }] }),
    );
  });
});

it('a failure of no text is none', () => {
  expect(podOf(step('failure: ""'), withDefaults({}))?.metadata.annotations).toMatchObject({ 'podline.dev/on-failure': 'fail' });
});
