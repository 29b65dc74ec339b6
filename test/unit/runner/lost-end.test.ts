import { expect, it } from 'vitest';
import { stepWrapper } from '../../../src/constructs/step-wrapper.js';
import type { Pod } from '../../../src/contract/objects.js';
import type { RunEvent } from '../../../src/report/events.js';
import { tellLostEnd } from '../../../src/runner/lost-end.js';
import type { Tail } from '../../../src/runner/tail.js';
import type { EndVerdict } from '../../../src/runner/verdict.js';
import { podOf, stepOf } from './plans.js';

const passed: EndVerdict = { type: 'ended', state: 'passed', exitCode: 0 };
const cut: Tail = { lines: 1, lastLines: ['one'], isCut: true };

function podWith(...command: readonly string[]): Pod {
  const pod = podOf('build');
  return { ...pod, spec: { ...pod.spec, containers: pod.spec.containers.map((container) => ({ ...container, command })) } };
}

async function told(given: { readonly end?: EndVerdict; readonly log?: Tail; readonly pod?: Pod }): Promise<readonly RunEvent[]> {
  const events: RunEvent[] = [];
  const context = { clock: { now: () => 9, sleep: async () => undefined }, emit: async (event: RunEvent) => void events.push(event) };
  await tellLostEnd(context, {
    step: stepOf('build'),
    attempt: 2,
    pod: podWith('/bin/sh', '-c', stepWrapper()),
    end: passed,
    log: cut,
    ...given,
  });
  return events;
}

it('a step that passed and whose log ends without its trailer has lost the end of it', async () => {
  expect(await told({})).toEqual([
    { type: 'log-gap', at: 9, step: 'build', attempt: 2, message: expect.stringContaining('the end of the log is missing') },
  ]);
});

it.each<[string, Parameters<typeof told>[0]]>([
  ['a log that has its trailer', { log: { ...cut, isCut: false } }],
  ['a step whose log nobody read', { log: undefined }],
  ['a step that was killed: its shell could not write', { end: { type: 'ended', state: 'failed', exitCode: 137 } }],
  ['a step that we stopped', { end: { type: 'ended', state: 'passed' } }],
  ['an image that runs without the shell', { pod: podWith('/bin/server') }],
])('says nothing of %s', async (_, given) => {
  expect(await told(given)).toEqual([]);
});
