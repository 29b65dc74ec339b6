import { describe, expect, it } from 'vitest';
import { AGENT_SETTINGS } from '../../../src/model/agent-setting-table.js';
import { DEFAULT_AGENT_SETTINGS, defaultSettings } from '../../../src/model/default-settings.js';
import { readAgentSettings, settingProblems } from '../../../src/model/read-agent-settings.js';
import type { Setting } from '../../../src/model/setting.js';

const PREFIX = 'WOODPECKER_BACKEND_K8S_';

function problemsOf(suffix: string, text: string): readonly string[] {
  return readAgentSettings({ [PREFIX + suffix]: text }).problems.map((problem) => problem.replace(PREFIX, ''));
}

describe('the settings of an agent', () => {
  it('are those of the documentation page where nothing is set', () => {
    expect(readAgentSettings({}).settings).toEqual(DEFAULT_AGENT_SETTINGS);
    expect(DEFAULT_AGENT_SETTINGS).toMatchObject({
      namespace: 'woodpecker',
      volumeSize: '10G',
      storageRwx: true,
      podLabels: {},
      podAnnotations: {},
      secctxNonroot: false,
      pullSecretNames: [],
    });
    expect(DEFAULT_AGENT_SETTINGS).not.toHaveProperty('storageClass');
  });

  it.each(Object.values<Setting>(AGENT_SETTINGS))('$variable is not set where it is empty', ({ variable }) => {
    expect(readAgentSettings({ [variable]: '' })).toEqual({ settings: DEFAULT_AGENT_SETTINGS, problems: [] });
  });

  it.each<[string, string, object]>([
    ['NAMESPACE', 'ci', { namespace: 'ci' }],
    ['NAMESPACE_PER_ORGANIZATION', 'true', { namespacePerOrganization: true }],
    ['VOLUME_SIZE', '500Mi', { volumeSize: '500Mi' }],
    ['STORAGE_CLASS', 'fast', { storageClass: 'fast' }],
    ['STORAGE_RWX', '0', { storageRwx: false }],
    ['POD_LABELS', '{"example.com/test-label":"test-value"}', { podLabels: { 'example.com/test-label': 'test-value' } }],
    ['POD_ANNOTATIONS', 'example.com/a: "any text: ä"', { podAnnotations: { 'example.com/a': 'any text: ä' } }],
    ['POD_NODE_SELECTOR', 'pool: ci', { podNodeSelector: { pool: 'ci' } }],
    [
      'POD_TOLERATIONS',
      '[{key: ci, operator: Exists, effect: NoSchedule}]',
      { podTolerations: [{ key: 'ci', operator: 'Exists', effect: 'NoSchedule' }] },
    ],
    ['POD_AFFINITY', '{podAntiAffinity: {}}', { podAffinity: { podAntiAffinity: {} } }],
    ['POD_LABELS_ALLOW_FROM_STEP', 'false', { podLabelsAllowFromStep: false }],
    ['POD_ANNOTATIONS_ALLOW_FROM_STEP', 'false', { podAnnotationsAllowFromStep: false }],
    ['POD_NODE_SELECTOR_ALLOW_FROM_STEP', 'false', { podNodeSelectorAllowFromStep: false }],
    ['POD_TOLERATIONS_ALLOW_FROM_STEP', 'false', { podTolerationsAllowFromStep: false }],
    ['POD_AFFINITY_ALLOW_FROM_STEP', 'false', { podAffinityAllowFromStep: false }],
    ['RUNTIME_CLASS_ALLOW_FROM_STEP', 'false', { runtimeClassAllowFromStep: false }],
    ['SERVICE_ACCOUNT_NAME_ALLOW_FROM_STEP', 'F', { serviceAccountNameAllowFromStep: false }],
    ['ALLOW_NATIVE_SECRETS', 'false', { allowNativeSecrets: false }],
    ['SECCTX_NONROOT', 'True', { secctxNonroot: true }],
    ['PULL_SECRET_NAMES', ' a , b,', { pullSecretNames: ['a', 'b'] }],
    ['PRIORITY_CLASS', 'low', { priorityClass: 'low' }],
    ['CLUSTER_DOMAIN', 'cluster.example', { clusterDomain: 'cluster.example' }],
    ['STOP_TIMEOUT', '5', { stopTimeoutSeconds: 5 }],
    ['PERMISSION_INIT_IMAGE', 'alpine', { permissionInitImage: 'alpine' }],
  ])('%s=%s', (suffix, text, expected) => {
    expect(readAgentSettings({ [PREFIX + suffix]: text })).toEqual({ settings: { ...DEFAULT_AGENT_SETTINGS, ...expected }, problems: [] });
  });

  it.each<[string, string, string]>([
    ['VOLUME_SIZE', 'big', 'VOLUME_SIZE must be a quantity such as 100m or 400Mi, not "big"'],
    ['STORAGE_RWX', 'maybe', 'STORAGE_RWX must be true or false, not "maybe"'],
    ['STOP_TIMEOUT', '5s', 'STOP_TIMEOUT must be a whole number, not "5s"'],
    ['NAMESPACE', 'my_space', 'NAMESPACE must be the name of a namespace, not "my_space"'],
    ['PULL_SECRET_NAMES', 'a,B', 'PULL_SECRET_NAMES must be the name of an object, not "B"'],
    ['POD_LABELS', '{"a": "b"', 'POD_LABELS:1:10: not YAML: unexpected end of the stream within a flow collection'],
    ['POD_LABELS', '[a]', 'POD_LABELS:1:1: must be a map'],
    ['POD_LABELS', 'a: b\nversion: 1.10', 'POD_LABELS:2:10: version must be text: put it in quotes'],
    [
      'POD_NODE_SELECTOR',
      '{"disk": "fast & big"}',
      'POD_NODE_SELECTOR:1:11: disk must be a label value (at most 63 letters, digits, "-", "_" and ".", the first and last a letter or digit), not "fast & big"',
    ],
    [
      'POD_TOLERATIONS',
      '- key: a\n- {key: b, effect: Never}',
      'POD_TOLERATIONS:2:20: [1].effect must be NoSchedule, PreferNoSchedule or NoExecute, not "Never"',
    ],
    [
      'POD_TOLERATIONS',
      '[{key: a, operator: Exists, value: b}]',
      'POD_TOLERATIONS:1:2: [0] has a "value", which the operator Exists does not take',
    ],
    ['POD_AFFINITY', '{nodeAfinity: {}}', 'POD_AFFINITY:1:1: has the unknown key "nodeAfinity"'],
  ])('says where %s is wrong: %s', (suffix, text, problem) => {
    expect(problemsOf(suffix, text)).toEqual([problem]);
  });

  it('have the later defaults of Woodpecker 3 in its compatibility', () => {
    const { settings } = readAgentSettings({ PODLINE_COMPAT: 'woodpecker-3', [`${PREFIX}POD_LABELS_ALLOW_FROM_STEP`]: 'true' });

    expect(settings).toEqual({ ...defaultSettings('woodpecker-3'), compat: 'woodpecker-3', podLabelsAllowFromStep: true });
    expect(settings).toMatchObject({
      podAnnotationsAllowFromStep: false,
      podNodeSelectorAllowFromStep: false,
      podTolerationsAllowFromStep: true,
      podAffinityAllowFromStep: false,
      runtimeClassAllowFromStep: false,
      serviceAccountNameAllowFromStep: false,
      allowNativeSecrets: false,
    });
  });

  it('are checked where they are given as values too', () => {
    expect(settingProblems({ volumeSize: '10GB', podTolerations: [{ effect: 'NoSchedule' }], allow: ['hostPath'] })).toEqual([
      'volumeSize must be a quantity such as 100m or 400Mi, not "10GB"',
      'podTolerations[0] needs a "key", or the operator Exists',
    ]);
  });
});
