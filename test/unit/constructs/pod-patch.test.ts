import { describe, expect, it } from 'vitest';
import type { PodPatch } from '../../../src/model/kubernetes-options.js';
import { pipelineOf, problemsOf, stepPod } from './synthesized.js';

function podWith(podPatch: PodPatch) {
  return stepPod({ kubernetes: { podPatch, priorityClassName: 'low' } });
}

function problemsWith(podPatch: PodPatch, settings = {}) {
  const build = pipelineOf({}, settings);
  build.step('test', { image: 'alpine', kubernetes: { podPatch } });
  return problemsOf(build);
}

describe('the patch of a pod', () => {
  it('is merged last where it is a map: null removes, lists are replaced', () => {
    const { spec } = podWith({ spec: { schedulerName: 'volcano', priorityClassName: null, volumes: [] } });

    expect(spec).toMatchObject({ schedulerName: 'volcano', restartPolicy: 'Never', volumes: [] });
    expect(spec).not.toHaveProperty('priorityClassName');
  });

  it('is applied one operation after the other where it is a list', () => {
    const { spec } = podWith([
      { op: 'test', path: '/spec/priorityClassName', value: 'low' },
      { op: 'replace', path: '/spec/priorityClassName', value: 'high' },
      { op: 'add', path: '/spec/containers/0/tty', value: true },
      { op: 'copy', from: '/spec/containers/0/tty', path: '/spec/containers/0/stdin' },
      { op: 'remove', path: '/spec/dnsConfig' },
    ]);

    expect(spec).toMatchObject({ priorityClassName: 'high', containers: [{ tty: true, stdin: true }] });
    expect(spec).not.toHaveProperty('dnsConfig');
  });

  it('is part of the hash of the spec', () => {
    const hash = (podPatch: PodPatch) => podWith(podPatch).metadata.annotations?.['podline.dev/spec-hash'];

    expect(hash({ spec: { schedulerName: 'a' } })).not.toBe(hash({ spec: { schedulerName: 'b' } }));
  });

  it.each<[PodPatch, string]>([
    [{ spec: { hostNetwork: true } }, 'hostNetwork'],
    [{ spec: { volumes: [{ name: 'a', hostPath: { path: '/' } }] } }, 'hostPath'],
    [[{ op: 'add', path: '/spec/hostPID', value: true }], 'hostPID'],
    [[{ op: 'add', path: '/spec/hostIPC', value: true }], 'hostIPC'],
  ])('%j needs the leave of the agent', (podPatch, access) => {
    expect(problemsWith(podPatch)).toEqual([
      `[build/test] the pod asks for ${access}, which is not allowed: name it in AgentConfig.allow, or with --allow`,
    ]);
    expect(problemsWith(podPatch, { allow: [access] })).toEqual([]);
  });

  it.each<[unknown, string]>([
    ['text', 'kubernetes.podPatch must be a list of operations, or a map to merge'],
    [[{ op: 'put', path: '/a' }], 'kubernetes.podPatch needs "op" in item 1: add, remove, replace, move, copy, test'],
    [[{ op: 'remove', path: 'spec' }], 'kubernetes.podPatch needs a "path" such as /spec/hostNetwork in item 1'],
    [[{ op: 'add', path: '/spec/a' }], 'kubernetes.podPatch needs a "value" in item 1'],
  ])('says what is wrong with %j', (podPatch, problem) => {
    expect(problemsWith(podPatch as PodPatch)).toContain(`[build/test] ${problem}`);
  });

  it('says so where it cannot be applied', () => {
    const [problem] = problemsWith([{ op: 'replace', path: '/spec/none/at/all', value: 1 }]);

    expect(problem).toMatch(/^\[build\/test\] the pod cannot be patched: /);
  });
});
