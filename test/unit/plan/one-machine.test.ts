import { describe, expect, it } from 'vitest';
import type { Container } from '../../../src/contract/objects.js';
import type { PlannedPipeline } from '../../../src/plan/run-plan.js';
import { sharedPorts, withoutSharing } from '../../../src/plan/shared-ports.js';
import { stepsWithoutCommands } from '../../../src/plan/without-commands.js';
import { pipelineOf, planOf, podOf, stepOf } from '../runner/plans.js';

function stepWith(id: string, container: Partial<Container>) {
  const pod = podOf(id);
  return stepOf(id, { pod: { ...pod, spec: { containers: [{ name: 'step', image: 'alpine', ...container }] } } });
}

function pipelineWith(name: string, ...ports: readonly { readonly containerPort: number; readonly protocol?: string }[]): PlannedPipeline {
  return pipelineOf([stepWith(`${name}/service`, { ports })], { name });
}

describe('sharedPorts', () => {
  it('are those that several pipelines declare', () => {
    const plan = planOf(
      pipelineWith('a', { containerPort: 80 }, { containerPort: 53, protocol: 'UDP' }),
      pipelineWith('b', { containerPort: 80, protocol: 'TCP' }, { containerPort: 53 }),
      pipelineWith('c', { containerPort: 53, protocol: 'UDP' }),
      pipelineWith('d', { containerPort: 443 }, { containerPort: 443 }),
    );

    const shared = sharedPorts(plan);

    expect(shared).toEqual([
      { port: '80', pipelines: ['a', 'b'] },
      { port: '53/UDP', pipelines: ['a', 'c'] },
    ]);
    expect(withoutSharing(plan, shared).pipelines.map(({ rivals }) => rivals)).toEqual([['b', 'c'], ['a'], ['a'], undefined]);
  });
});

describe('stepsWithoutCommands', () => {
  it('are those that run what their image says', () => {
    const args = ['--version'];
    const steps = [stepWith('plugin', {}), stepWith('script', { command: ['sh'] }), stepWith('arguments', { args })];

    expect(stepsWithoutCommands(planOf(pipelineOf(steps)))).toEqual(['plugin']);
  });
});
