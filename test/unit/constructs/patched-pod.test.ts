import { App, JsonPatch, Testing } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import { AgentConfig } from '../../../src/constructs/agent-config.js';
import { Pipeline } from '../../../src/constructs/pipeline.js';
import type { HostAccess } from '../../../src/model/host-access.js';

function pipelineWithHostNetwork(allow: readonly HostAccess[]): Pipeline {
  const app = new App();
  new AgentConfig(app, 'agent', { allow });
  const pipeline = new Pipeline(app, 'build');
  pipeline.step('reach', { image: 'alpine', commands: ['true'] }).pod.addJsonPatch(JsonPatch.add('/spec/hostNetwork', true));
  return pipeline;
}

describe('an escape hatch', () => {
  it('may not give a pod the network of its node', () => {
    const pipeline = pipelineWithHostNetwork([]);

    expect(() => Testing.synth(pipeline)).toThrow(
      '[build/reach] the pod asks for hostNetwork, which is not allowed: name it in AgentConfig.allow',
    );
  });

  it('may where the agent allows it', () => {
    const pipeline = pipelineWithHostNetwork(['hostNetwork']);

    const pod = Testing.synth(pipeline).find(({ kind }) => kind === 'Pod');

    expect(pod.spec.hostNetwork).toBe(true);
  });
});
