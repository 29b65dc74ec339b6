import { describe, expect, it } from 'vitest';
import { withDefaults } from '../../../src/model/default-settings.js';
import { type GatedOption, OPTION_GATES } from '../../../src/model/option-gates.js';
import { findings } from './read.js';

const OPTIONS: Readonly<Record<GatedOption, { readonly yaml: string; readonly flag: string }>> = {
  labels: { yaml: '{ team: a }', flag: 'pod-labels-allow-from-step' },
  annotations: { yaml: '{ note: a }', flag: 'pod-annotations-allow-from-step' },
  nodeSelector: { yaml: '{ disk: ssd }', flag: 'pod-node-selector-allow-from-step' },
  tolerations: { yaml: '[{ operator: Exists }]', flag: 'pod-tolerations-allow-from-step' },
  affinity: { yaml: '{ podAntiAffinity: {} }', flag: 'pod-affinity-allow-from-step' },
  runtimeClassName: { yaml: 'kata', flag: 'runtime-class-allow-from-step' },
  serviceAccountName: { yaml: 'builder', flag: 'service-account-name-allow-from-step' },
  secrets: { yaml: '[{ name: aws }]', flag: 'allow-native-secrets' },
};
const gated = Object.entries(OPTIONS) as readonly [GatedOption, { readonly yaml: string; readonly flag: string }][];

function workflow(option: string, value: string): string {
  return `skip_clone: true\nsteps:\n  - image: a\n    backend_options:\n      kubernetes:\n        ${option}: ${value}`;
}

describe('a pod patch that asks for access to the node', () => {
  it.each([
    ['{ spec: { hostNetwork: true } }', 'hostNetwork'],
    ['{ spec: { volumes: [{ name: a, hostPath: { path: / } }] } }', 'hostPath'],
    ['[{ op: add, path: /spec/hostPID, value: true }]', 'hostPID'],
    ['[{ op: add, path: /spec, value: { hostIPC: true } }]', 'hostIPC'],
    ['[{ op: add, path: /spec/volumes/0/hostPath, value: { path: / } }]', 'hostPath'],
  ] as const)('%s is refused where it stands, unless it is allowed', (patch, access) => {
    expect(findings(workflow('podPatch', patch))).toEqual([
      `6:9 error host-access: "kubernetes.podPatch" asks for ${access}, which is not allowed (if you trust the file: --allow ${access})`,
    ]);
    expect(findings(workflow('podPatch', patch), withDefaults({ allow: [access] }))).toEqual([]);
  });

  it.each(['{ spec: { hostNetwork: false } }', '[{ op: remove, path: /spec/hostNetwork }]'])('%s asks for nothing', (patch) => {
    expect(findings(workflow('podPatch', patch))).toEqual([]);
  });
});

describe('an option that the agent does not allow', () => {
  it.each(gated)('%s is refused where it stands, with the name of the setting that allows it', (option, { yaml, flag }) => {
    const [finding, ...others] = findings(workflow(option, yaml), withDefaults({ [OPTION_GATES[option]]: false }));

    const variable = `WOODPECKER_BACKEND_K8S_${flag.replaceAll('-', '_').toUpperCase()}`;
    expect(finding).toBe(
      `6:9 error not-allowed: "kubernetes.${option}" is not allowed from a step (the agent allows it with ${variable}=true, or --${flag} true)`,
    );
    expect(others).toEqual([]);
  });

  it.each(gated)('%s is allowed without settings', (option, { yaml }) => {
    expect(findings(workflow(option, yaml))).toEqual([]);
  });

  it.each(gated)('%s is dropped without a word in the compatibility with Woodpecker 3', (option, { yaml }) => {
    expect(findings(workflow(option, yaml), withDefaults({ compat: 'woodpecker-3' }))).toEqual([]);
  });
});
