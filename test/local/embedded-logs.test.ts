import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EmbeddedCluster, sh } from './embedded-cluster.js';

let cluster: EmbeddedCluster;
beforeAll(async () => {
  cluster = await EmbeddedCluster.start();
  await cluster.createPod('counted', sh('for i in 1 2 3 4 5; do echo line $i; done'));
  await cluster.ended('counted');
});
afterAll(async () => cluster.stop());

const STAMP = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z /;

describe('a log', () => {
  it('holds standard output and standard error', async () => {
    await cluster.createPod('both', sh('echo out; echo err >/dev/stderr'));
    await cluster.ended('both');

    expect((await cluster.log('both')).split('\n').sort()).toEqual(['', 'err', 'out']);
  });

  it('has a time stamp of nanoseconds a line on request, each later than the one before', async () => {
    const lines = (await cluster.log('counted', '?timestamps=true')).trimEnd().split('\n');
    const stamps = lines.map((line) => STAMP.exec(line)?.[0]);

    expect(lines.map((line) => line.replace(STAMP, ''))).toEqual(['line 1', 'line 2', 'line 3', 'line 4', 'line 5']);
    expect(new Set(stamps).size).toBe(5);
    expect([...stamps].sort()).toEqual(stamps);
  });

  it.each([
    ['?tailLines=2', 'line 4\nline 5\n'],
    ['?tailLines=0', ''],
    ['?tailLines=9', 'line 1\nline 2\nline 3\nline 4\nline 5\n'],
    ['?limitBytes=9', 'line 1\nli'],
    ['?sinceSeconds=3600&tailLines=1', 'line 5\n'],
    ['?sinceTime=2999-01-01T00:00:00Z', ''],
  ])('is cut to size by %s', async (query, expected) => {
    expect(await cluster.log('counted', query)).toBe(expected);
  });

  it('goes on from a time stamp with whole seconds, never missing a line', async () => {
    const [first = ''] = (await cluster.log('counted', '?timestamps=true')).split('\n');
    const second = `${first.slice(0, 19)}Z`;

    expect(await cluster.log('counted', `?sinceTime=${second}`)).toContain('line 5\n');
  });

  it('is followed to the end, also when the pod is deleted meanwhile', async () => {
    await cluster.createPod('talking', sh("trap 'echo last; exit' TERM; echo first; while :; do sleep 0.05; done"));
    await cluster.said('talking', 'first');
    const following = await cluster.open('GET', 'pods/talking/log?follow=true');

    await cluster.request('DELETE', 'pods/talking');

    expect(await following.text()).toBe('first\nlast\n');
  });

  it('ends without a line end where the output does', async () => {
    await cluster.createPod('partial', sh('printf "whole\\npart"'));
    await cluster.ended('partial');

    expect(await cluster.log('partial')).toBe('whole\npart');
  });

  it('passes very long lines and strange bytes unharmed', async () => {
    await cluster.createPod('long', sh("head -c 3000000 /dev/zero | tr '\\0' x; printf '\\n\\377\\r\\033[31m\\n'"));
    await cluster.ended('long');

    const bytes = Buffer.from(await (await cluster.open('GET', 'pods/long/log?timestamps=true')).arrayBuffer());

    expect(bytes.length).toBe(3_000_000 + 1 + 7 + 1 + 2 * '2026-11-23T22:04:16.130133681Z '.length);
    expect(bytes.subarray(-8)).toEqual(Buffer.from([0xff, 0x0d, 0x1b, 0x5b, 0x33, 0x31, 0x6d, 0x0a]));
  });

  it('is complete however fast the container ends', async () => {
    await cluster.createPod('burst', sh('i=0; while [ $i -lt 5000 ]; do echo $i; i=$((i+1)); done'));
    await cluster.ended('burst');

    expect((await cluster.log('burst')).split('\n')).toHaveLength(5001);
  });

  it('goes with its pod', async () => {
    await cluster.createPod('fleeting', sh('echo x'));
    await cluster.ended('fleeting');

    await cluster.request('DELETE', 'pods/fleeting');

    expect((await cluster.request('GET', 'pods/fleeting/log')).body).toMatchObject({ code: 404, message: 'pods "fleeting" not found' });
  });
});

describe('the log of a container', () => {
  it.each([
    ['that pulls in vain', { image: 'registry.invalid/x' }, {}, 'is waiting to start: trying and failing to pull image'],
    ['with a wrong image name', { image: 'UP:://x' }, {}, 'is waiting to start: InvalidImageName'],
    [
      'without its Secret',
      { env: [{ name: 'A', valueFrom: { secretKeyRef: { name: 'nope', key: 'k' } } }] },
      {},
      'is waiting to start: CreateContainerConfigError',
    ],
    [
      'without its volume',
      { volumeMounts: [{ name: 'v', mountPath: '/v' }] },
      { volumes: [{ name: 'v', configMap: { name: 'nope' } }] },
      'is waiting to start: ContainerCreating',
    ],
  ])('%s is refused with what it waits for', async (title, step, spec, message) => {
    const name = title.replaceAll(' ', '-').toLowerCase();
    const container = { name: 'step', image: 'alpine', ...sh('true'), ...step };
    await cluster.createPod(name, {}, { spec: { containers: [container], ...spec } });
    const expected = message.replace(/.*: /, '').replace('trying and failing to pull image', 'ImagePullBackOff');

    await cluster.until(name, ({ status }) => status.containerStatuses?.[0]?.state?.waiting?.reason === expected);

    expect((await cluster.request('GET', `pods/${name}/log`)).body).toMatchObject({
      code: 400,
      reason: 'BadRequest',
      message: `container "step" in pod "${name}" ${message}`,
    });
  });

  it('has to be named where there are several, and has to exist', async () => {
    const container = (name: string) => ({ name, image: 'alpine', ...sh(`echo ${name}`) });
    await cluster.createPod('two', {}, { spec: { containers: [container('a'), container('b')] } });
    await cluster.ended('two');

    const unnamed = await cluster.request('GET', 'pods/two/log');
    const wrong = await cluster.request('GET', 'pods/two/log?container=z');

    expect(unnamed.body.message).toBe('a container name must be specified for pod two, choose one of: [a b]');
    expect(wrong.body.message).toBe('container z is not valid for pod two');
    expect(await cluster.log('two', '?container=b')).toBe('b\n');
  });

  it.each([
    ['previous=true', 'previous terminated container "step" in pod "counted" not found'],
    ['tailLines=x', 'strconv.ParseInt: parsing "x": invalid syntax'],
  ])('answers %s with 400', async (query, message) => {
    expect((await cluster.request('GET', `pods/counted/log?${query}`)).body).toMatchObject({ code: 400, message });
  });
});
