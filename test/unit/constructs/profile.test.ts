import { describe, expect, it } from 'vitest';
import type { KubernetesOptions } from '../../../src/model/kubernetes-options.js';
import { pipelineOf, problemsOf, stepPod } from './synthesized.js';

function problemsWith(profile: 'baseline' | 'restricted', kubernetes: KubernetesOptions, privileged?: boolean) {
  const build = pipelineOf({}, { profile, allow: ['hostPath', 'hostNetwork'] });
  build.step('test', { image: 'alpine', commands: ['ls'], kubernetes, privileged });
  return problemsOf(build);
}

describe('the restricted profile', () => {
  it('sets what a step leaves out, so that any image runs', () => {
    const { spec } = stepPod({ commands: ['ls'] }, { settings: { profile: 'restricted' } });

    expect(spec).toMatchObject({
      securityContext: { runAsNonRoot: true, runAsUser: 1000, fsGroup: 1000, seccompProfile: { type: 'RuntimeDefault' } },
      containers: [{ securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } } }],
    });
  });

  it('leaves a step what it says', () => {
    const securityContext = { runAsUser: 5, capabilities: { add: ['NET_BIND_SERVICE'] } };

    const { spec } = stepPod({ commands: ['ls'], kubernetes: { securityContext } }, { settings: { profile: 'restricted' } });

    expect(spec).toMatchObject({
      securityContext: { runAsUser: 5 },
      containers: [{ securityContext: { capabilities: { add: ['NET_BIND_SERVICE'], drop: ['ALL'] } } }],
    });
  });

  it.each<[KubernetesOptions, string]>([
    [{ securityContext: { runAsUser: 0 } }, 'runAsUser of container "step" breaks the rule "Running as Non-root user"'],
    [{ securityContext: { runAsNonRoot: false } }, 'runAsNonRoot of container "step" breaks the rule "Running as Non-root"'],
    [{ securityContext: { capabilities: { drop: [] } } }, 'capabilities.drop of container "step" breaks the rule "Capabilities"'],
    [{ podPatch: { spec: { hostNetwork: true } } }, 'hostNetwork breaks the rule "Host Namespaces"'],
  ])('names the rule that %j breaks', (kubernetes, problem) => {
    expect(problemsWith('restricted', kubernetes)).toEqual([`[build/test] ${problem} of the Pod Security profile restricted`]);
  });
});

describe('the baseline profile', () => {
  it('changes nothing in a pod that keeps to it', () => {
    const containers = (settings = {}) => stepPod({}, { settings }).spec.containers;

    expect(containers({ profile: 'baseline' })).toEqual(containers());
  });

  it('refuses a privileged step', () => {
    expect(problemsWith('baseline', {}, true)).toEqual([
      '[build/test] privileged of container "step" breaks the rule "Privileged Containers" of the Pod Security profile baseline',
    ]);
  });
});
