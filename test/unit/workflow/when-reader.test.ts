import { describe, expect, it } from 'vitest';
import { findings, pipelinesOf, stepOf } from './read.js';

describe('when.status', () => {
  it.each([
    ['', ['success']],
    ['[]', ['success']],
    ['{}', ['success']],
    ['{event: push}', ['success']],
    ['{status: failure}', ['failure']],
    ['{status: [failure, success]}', ['success', 'failure']],
    ['[{status: failure}, {event: push}]', ['success', 'failure']],
  ])('%s runs on %j', (when, states) => {
    expect(stepOf(`when: ${when}`)?.runOn).toEqual(states);
    expect(pipelinesOf(`when: ${when}\nsteps: [{image: a}]`)[0]?.runOn).toEqual(states);
  });

  it.each([
    ['foo', '1:39 error wrong-type: "when" must be a map or a list of maps, not text'],
    ['[foo]', '1:40 error wrong-type: a "when" condition must be a map, not text'],
    ['{status: killed}', '1:48 error wrong-value: "when.status" must be success or failure, not "killed"'],
    ['{statuss: x}', '1:40 warning unknown-key: unknown key "statuss" in a "when" condition (did you mean "status"?)'],
    ['{event: push}', '1:40 warning not-yet-supported: "when.event" is not supported yet: the step runs regardless'],
  ])('says what is wrong with %s', (when, expected) => {
    expect(findings(`steps: [{image: a, commands: x, when: ${when}}]`)).toEqual([expected]);
  });
});
