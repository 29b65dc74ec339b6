import { describe, expect, it } from 'vitest';
import type { PipelineProps } from '../../../src/constructs/pipeline.js';
import type { StepPodProps } from '../../../src/constructs/step-pod.js';
import { RUNNER_ROLE } from '../../../src/contract/runner-role.js';
import { leastRole } from '../../../src/plan/least-role.js';
import { readPlan } from '../../../src/plan/read-plan.js';
import { pipelineOf } from '../constructs/synthesized.js';

function missing(step: Partial<StepPodProps>, props: PipelineProps = {}): readonly string[] {
  const pipeline = pipelineOf(props);
  pipeline.step('test', { image: 'alpine', ...step });
  const granted = leastRole(readPlan(pipeline.toJson()).plan);
  return RUNNER_ROLE.flatMap(({ resource, verbs }) =>
    verbs
      .filter((verb) => !granted.some((rule) => rule.resource === resource && rule.verbs.includes(verb)))
      .map((verb) => `${verb} ${resource}`),
  );
}

const commands = ['ls'];

describe('the least role', () => {
  it.each<[string, Partial<StepPodProps>, PipelineProps, readonly string[]]>([
    ['of commands needs no Secrets', { commands }, {}, ['create secrets', 'get secrets']],
    ['of secrets needs all', { commands, environment: { A: { from_secret: 'a' } } }, {}, []],
    ['of Secrets that exist reads them', { commands, kubernetes: { secrets: [{ name: 'a' }] } }, {}, ['create secrets']],
    ['of a plugin attaches to nothing', {}, {}, ['get pods/attach', 'create pods/attach', 'create secrets', 'get secrets']],
    [
      'without a volume makes no claim',
      { commands },
      { volume: 'none' },
      ['create secrets', 'get secrets', 'create persistentvolumeclaims', 'get persistentvolumeclaims'],
    ],
  ])('%s', (_, step, props, expected) => {
    expect(missing(step, props)).toEqual(expected);
  });
});
