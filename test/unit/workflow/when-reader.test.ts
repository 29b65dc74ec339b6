import { describe, expect, it } from 'vitest';
import { findings, pipelinesOf, stepOf } from './read.js';

describe('3.6 when.status', () => {
  it.each([
    ['', ['success']],
    ['[]', ['success']],
    ['{}', ['success']],
    ['{event: manual}', ['success']],
    ['{status: []}', ['success']],
    ['{status: [success, killed]}', ['success']],
    ['{status: failure}', ['failure']],
    ['{status: [failure, success]}', ['success', 'failure']],
    ['[{status: failure}, {event: manual}]', ['success', 'failure']],
  ])('%s runs on %j', (when, states) => {
    expect(stepOf(`when: ${when}`)?.runOn).toEqual(states);
    expect(pipelinesOf(`when: ${when}\nsteps: [{image: a}]`)[0]?.runOn).toEqual(states);
  });

  it.each([
    ['foo', '1:39 error wrong-type: "when" must be a map or a list of maps, not text'],
    ['[foo]', '1:40 error wrong-type: a "when" condition must be a map, not text'],
    ['{status: killed}', '1:48 warning unknown-state: there is no state "killed" to run in (states are success and failure)'],
    ['{matrix: foo}', '1:48 warning ignored-key: "when.matrix" is ignored: it must be a map, not text'],
    ['{statuss: x}', '1:40 warning unknown-key: unknown key "statuss" in a "when" condition (did you mean "status"?)'],
    ['{event: Push}', '1:47 warning unknown-event: there is no event "Push" (did you mean "push"?)'],
    [
      "{ref: '['}",
      '1:45 warning bad-pattern: the pattern "[" in "when.ref" is malformed: nothing matches it (put a backslash before [ { or \\ where it is meant as such)',
    ],
    ['{branch: [1]}', '1:49 error wrong-type: item 1 of "when.branch" must be text, not the number 1 (put it in quotes: "1")'],
    ['{event: {include: [push]}}', '1:47 error wrong-type: "when.event" must be text or a list of texts, not a map'],
    [
      "{event: tag, evaluate: 'A =='}",
      '1:62 error bad-expression: "evaluate" is wrong: the end is not expected here (it is wrong after "A ==…")',
    ],
  ])('says what is wrong with %s', (when, expected) => {
    expect(findings(`steps: [{image: a, commands: x, when: ${when}}]`)).toEqual([expected]);
  });

  it('of states that there are not alone is of a step that never runs, and says nothing of a workflow', () => {
    expect(stepOf('when: {status: always}')?.runOn).toEqual([]);
    expect(pipelinesOf('when: {status: always}\nsteps: [{image: a}]')[0]?.runOn).toEqual(['success']);
  });
});

it('an empty "evaluate" always holds', () => {
  expect(stepOf('when: {evaluate: ""}')?.runOn).toEqual(['success']);
});
