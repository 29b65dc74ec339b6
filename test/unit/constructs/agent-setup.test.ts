import { App, Chart, Testing } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import { AgentConfig } from '../../../src/constructs/agent-config.js';
import { Pipeline } from '../../../src/constructs/pipeline.js';
import { RUNNER_ROLE } from '../../../src/contract/runner-role.js';

describe('an AgentConfig in a chart of its own', () => {
  it('synthesizes namespace, service account, role and role binding', () => {
    const chart = new Chart(new App(), 'agent');

    new AgentConfig(chart, 'config', { namespace: 'ci' });

    const objects = Testing.synth(chart);
    expect(objects.map(({ kind, metadata }) => `${kind}/${metadata.name}`).slice(0, 3)).toEqual([
      'Namespace/ci',
      'ServiceAccount/podline',
      'Role/podline',
    ]);
    expect(objects[3]).toMatchObject({
      kind: 'RoleBinding',
      metadata: { namespace: 'ci' },
      roleRef: { kind: 'Role', name: 'podline' },
      subjects: [{ kind: 'ServiceAccount', name: 'podline', namespace: 'ci' }],
    });
  });

  it('gives the account the least that the runner needs, and no more', () => {
    const chart = new Chart(new App(), 'agent');

    new AgentConfig(chart, 'config');

    const role = Testing.synth(chart).find(({ kind }) => kind === 'Role');
    const expected = RUNNER_ROLE.map(({ apiGroup, resource, verbs }) => ({
      apiGroups: [apiGroup],
      resources: [resource],
      verbs: [...verbs].sort(),
    }));
    expect(role.rules.map((rule: { verbs: string[] }) => ({ ...rule, verbs: [...rule.verbs].sort() }))).toEqual(expected);
  });

  it('synthesizes nothing in an app or a pipeline: there it is settings alone', () => {
    const app = new App();
    new AgentConfig(app, 'config', { namespace: 'ci' });
    const pipeline = new Pipeline(app, 'build');
    pipeline.step('a', { image: 'alpine' });

    expect(Testing.synth(pipeline).map(({ kind }) => kind)).not.toContain('Role');
  });
});
