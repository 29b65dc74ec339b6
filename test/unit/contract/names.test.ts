import { describe, expect, it } from 'vitest';
import {
  hostName,
  isRunId,
  labelValue,
  pipelineObjectName,
  podName,
  podNameOfAttempt,
  renameRun,
  runIdFrom,
  runName,
  SlugAllocator,
  slug,
  stepConfigMapName,
  stepSecretName,
  stepSlugOf,
} from '../../../src/contract/names.js';
import { seeded } from '../cluster/seeded.js';

const RUN = '7k2m9x4c1d';
const DNS_LABEL = /^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/;
const LABEL_VALUE = /^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;

/** Names that look alike to whoever cuts, lowers and dashes them. */
const CONFUSABLE = [
  'test',
  'Test',
  'TEST',
  'test ',
  ' test',
  '-test-',
  'te st',
  'te-st',
  'te.st',
  'te_st',
  'te/st',
  'te--st',
  'test-1',
  'test-1-1',
  'test-s',
  'test-c',
  'tést',
  'тест',
  '测试',
  '🚀',
  '🚀🚀',
  '!!!',
  '???',
  '1',
  '01',
  'a'.repeat(29),
  'a'.repeat(30),
  'a'.repeat(31),
  'a'.repeat(253),
  `${'a'.repeat(29)}-b`,
  `${'a'.repeat(29)}-c`,
  `${'a'.repeat(62)}.b`,
  `${'a'.repeat(62)}.c`,
];

describe('run ids', () => {
  it('are ten characters that nobody confuses, one for each byte', () => {
    expect(runIdFrom(Uint8Array.from([0, 9, 10, 31, 32, 255, 17, 18, 19, 20, 99]))).toBe('09az0zhjkm');
  });

  it.each([RUN, '0000000000'])('takes %s for one', (text) => {
    expect(isRunId(text)).toBe(true);
  });

  it.each(['', RUN.slice(1), `${RUN}0`, 'ILOUilou00', '7K2M9X4C1D', `${RUN}\n`])('does not take %j for one', (text) => {
    expect(isRunId(text)).toBe(false);
  });
});

describe('names of a run', () => {
  const given = new SlugAllocator();
  const slugs = CONFUSABLE.map((name) => given.allocate(name, `pipeline/${name}`, 30));

  it('differ for steps whose names differ, and are DNS labels, also of attempt 9999', () => {
    const names = slugs.flatMap((step) => [
      podName(RUN, step, 1),
      podName(RUN, step, 9999),
      stepSecretName(RUN, step),
      stepConfigMapName(RUN, step),
    ]);

    expect(new Set(names).size).toBe(names.length);
    expect(names.filter((name) => !DNS_LABEL.test(name))).toEqual([]);
  });

  it('differ for any thousand names made of the same few characters', () => {
    const random = seeded(1);
    const character = () => 'aA-. é'[Math.floor(random() * 6)] ?? '';
    const names = [
      ...new Set(Array.from({ length: 1000 }, () => Array.from({ length: 1 + Math.floor(random() * 40) }, character).join(''))),
    ];
    const allocator = new SlugAllocator();

    const pods = names.map((name) => podName(RUN, allocator.allocate(name, name, 30), 1));

    expect(new Set(pods).size).toBe(names.length);
    expect(pods.filter((name) => !DNS_LABEL.test(name))).toEqual([]);
    expect(new Set(names.map(labelValue)).size).toBe(names.length);
  });

  it('differ for steps of one name in different pipelines', () => {
    const allocator = new SlugAllocator();

    const slugs = ['a', 'b', 'c'].map((pipeline) => allocator.allocate('test', `${pipeline}/test`, 30));

    expect(slugs[0]).toBe('test');
    expect(new Set(slugs).size).toBe(3);
  });

  it('differ even where one name is what another would be cut to', () => {
    const allocator = new SlugAllocator();
    allocator.allocate('test', 'x/test', 30);
    const second = allocator.allocate('test', 'y/test', 30);
    const other = new SlugAllocator();
    other.allocate('test', 'x/test', 30);
    other.allocate(second, `x/${second}`, 30);

    expect(other.allocate('test', 'y/test', 30)).not.toBe(second);
  });

  it('are those of the contract', () => {
    expect([
      runName(RUN),
      pipelineObjectName(RUN, 'build'),
      podName(RUN, 'test', 2),
      stepSecretName(RUN, 'test'),
      stepConfigMapName(RUN, 'test'),
    ]).toEqual([`pl-${RUN}`, `pl-${RUN}-build`, `pl-${RUN}-test-2`, `pl-${RUN}-test-s`, `pl-${RUN}-test-c`]);
  });

  it('leads from a pod to its other attempts and to its step, digits in the slug or not', () => {
    const pod = podName(RUN, 'test-1', 1);

    expect(podNameOfAttempt(pod, 12)).toBe(`pl-${RUN}-test-1-12`);
    expect(stepSlugOf(podNameOfAttempt(pod, 12), RUN)).toBe('test-1');
  });
});

describe('renameRun', () => {
  it.each([
    [`pl-${RUN}`, 'pl-aaaaaaaaaa'],
    [`pl-${RUN}-build`, 'pl-aaaaaaaaaa-build'],
    [`pl-${RUN}0`, `pl-${RUN}0`],
    [`xpl-${RUN}-build`, `xpl-${RUN}-build`],
    ['cache', 'cache'],
  ])('makes %s %s', (name, renamed) => {
    expect(renameRun(name, { from: RUN, to: 'aaaaaaaaaa' })).toBe(renamed);
  });
});

describe('slug', () => {
  it.each([
    ['build', 30, 'build'],
    ['Build & Deploy!', 30, 'build-deploy'],
    ['--a--b--', 30, 'a-b'],
    ['abcdef-ghi', 7, 'abcdef'],
  ])('of %j with at most %i characters is %s', (text, max, expected) => {
    expect(slug(text, max)).toBe(expected);
  });
});

describe('labelValue', () => {
  it.each(['build', 'a.b_c-D', '1', 'a'.repeat(63)])('leaves %s as it is', (text) => {
    expect(labelValue(text)).toBe(text);
  });

  it('reads like the text', () => {
    expect(labelValue('My kubernetes step')).toMatch(/^My-kubernetes-step-[0-9a-z]{6}$/);
  });

  it('is a value for any text, and another one for any other text', () => {
    const values = CONFUSABLE.map(labelValue);

    expect(values.filter((value) => !LABEL_VALUE.test(value))).toEqual([]);
    expect(new Set(values).size).toBe(CONFUSABLE.length);
  });
});

describe('hostName', () => {
  it.each([
    ['db', 'db'],
    ['My_DB.1', 'my-db-1'],
    ['a--b', 'a--b'],
    [`${'a'.repeat(62)}-b`, 'a'.repeat(62)],
    ['测试', undefined],
  ])('of %j is %j', (step, host) => {
    expect(hostName(step)).toBe(host);
  });
});
