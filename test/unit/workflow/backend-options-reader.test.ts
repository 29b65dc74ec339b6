import { describe, expect, it } from 'vitest';
import { withDefaults } from '../../../src/model/default-settings.js';
import { findings, stepOf, stepsWith } from './read.js';

function optionsOf(options: string) {
  return stepOf(`backend_options: {kubernetes: ${options}}`)?.kubernetes;
}

function compatOptionsOf(options: string) {
  const settings = withDefaults({ compat: 'woodpecker-3', podLabelsAllowFromStep: true });
  return stepsWith(`steps: [{image: a, backend_options: {kubernetes: ${options}}}]`, { settings })[0]?.kubernetes;
}

/** Findings in a file whose options begin at line 5, column 19. */
function findingsIn(options: string) {
  return findings(`skip_clone: true\nsteps:\n  - image: a\n    backend_options:\n      kubernetes: ${options}`);
}

describe('backend_options.kubernetes', () => {
  it('has every option of the language', () => {
    const options = `
        resources: {requests: {memory: 200Mi, cpu: 100m}, limits: {memory: 400Mi, cpu: 1, nvidia.com/gpu: 1}}
        runtimeClassName: kata
        serviceAccountName: builder
        labels: {a/b: c}
        annotations: {d: e}
        nodeSelector: {kubernetes.io/arch: arm64}
        tolerations: [{key: k, operator: Equal, value: v, effect: NoExecute, tolerationSeconds: 3600}]
        affinity:
          nodeAffinity:
            preferredDuringSchedulingIgnoredDuringExecution:
              - {weight: 10, preference: {matchExpressions: [{key: zone, operator: In, values: [1]}]}}
        securityContext:
          privileged: true
          runAsNonRoot: true
          runAsUser: 999
          runAsGroup: 998
          fsGroup: 997
          fsGroupChangePolicy: OnRootMismatch
          seccompProfile: {type: Localhost, localhostProfile: profiles/audit.json}
          apparmorProfile: {type: Localhost, localhostProfile: k8s-apparmor-example-deny-write}
          allowPrivilegeEscalation: true
          readOnlyRootFilesystem: true
          capabilities: {add: [NET_RAW], drop: [ALL]}
        secrets:
          - {name: whole}
          - {name: one, key: token, target: {env: TOKEN}}
          - {name: file, key: token, target: {file: /run/token}}
        workspaceVolume: false
        hostUsers: false
        priorityClassName: low
        dnsPolicy: None
        dnsConfig: {nameservers: [10.0.0.10], searches: [example.com], options: [{name: ndots, value: 2}]}
        hostAliases: [{ip: 10.0.0.1, hostnames: [db]}]
        podPatch: [{op: add, path: /spec/schedulerName, value: volcano}]`;

    const kubernetes = stepOf(`backend_options:\n  kubernetes:${options.replaceAll('\n        ', '\n    ')}`)?.kubernetes;

    expect(kubernetes).toStrictEqual({
      resources: { requests: { memory: '200Mi', cpu: '100m' }, limits: { memory: '400Mi', cpu: '1', 'nvidia.com/gpu': '1' } },
      runtimeClassName: 'kata',
      serviceAccountName: 'builder',
      labels: { 'a/b': 'c' },
      annotations: { d: 'e' },
      nodeSelector: { 'kubernetes.io/arch': 'arm64' },
      tolerations: [{ key: 'k', operator: 'Equal', value: 'v', effect: 'NoExecute', tolerationSeconds: 3600 }],
      affinity: {
        nodeAffinity: {
          preferredDuringSchedulingIgnoredDuringExecution: [
            { weight: 10, preference: { matchExpressions: [{ key: 'zone', operator: 'In', values: ['1'] }] } },
          ],
        },
      },
      securityContext: {
        privileged: true,
        runAsNonRoot: true,
        runAsUser: 999,
        runAsGroup: 998,
        fsGroup: 997,
        fsGroupChangePolicy: 'OnRootMismatch',
        seccompProfile: { type: 'Localhost', localhostProfile: 'profiles/audit.json' },
        apparmorProfile: { type: 'Localhost', localhostProfile: 'k8s-apparmor-example-deny-write' },
        allowPrivilegeEscalation: true,
        readOnlyRootFilesystem: true,
        capabilities: { add: ['NET_RAW'], drop: ['ALL'] },
      },
      secrets: [
        { name: 'whole' },
        { name: 'one', key: 'token', target: { env: 'TOKEN' } },
        { name: 'file', key: 'token', target: { file: '/run/token' } },
      ],
      workspaceVolume: false,
      hostUsers: false,
      priorityClassName: 'low',
      dnsPolicy: 'None',
      dnsConfig: { nameservers: ['10.0.0.10'], searches: ['example.com'], options: [{ name: 'ndots', value: '2' }] },
      hostAliases: [{ ip: '10.0.0.1', hostnames: ['db'] }],
      podPatch: [{ op: 'add', path: '/spec/schedulerName', value: 'volcano' }],
    });
  });

  it.each([
    [
      'numbers and booleans for text',
      '{labels: {a: 1.10, b: true, c: True, d: yes, e: }}',
      { labels: { a: '1.10', b: 'true', c: 'true', d: 'yes', e: '' } },
    ],
    [
      'text for numbers and booleans',
      '{hostUsers: "false", securityContext: {runAsUser: "999", privileged: 1}}',
      { hostUsers: false, securityContext: { runAsUser: 999, privileged: true } },
    ],
    [
      'numbers as YAML has them',
      '{securityContext: {runAsUser: 010, runAsGroup: 0x10, fsGroup: 1_000, runAsNonRoot: 2}}',
      { securityContext: { runAsUser: 8, runAsGroup: 16, fsGroup: 1000, runAsNonRoot: true } },
    ],
    ['an empty choice for none', '{securityContext: {apparmorProfile: {type: ""}}}', { securityContext: { apparmorProfile: {} } }],
    [
      'one value for a list',
      '{tolerations: {operator: Exists}, securityContext: {capabilities: {drop: ALL}}}',
      { tolerations: [{ operator: 'Exists' }], securityContext: { capabilities: { drop: ['ALL'] } } },
    ],
    ['an empty list for a map', '{nodeSelector: []}', { nodeSelector: {} }],
    [
      'keys in any letter case',
      '{serviceaccountname: a, SecurityContext: {RunAsUser: 5}}',
      { serviceAccountName: 'a', securityContext: { runAsUser: 5 } },
    ],
    [
      'a profile without a type for none',
      '{securityContext: {seccompProfile: {localhostProfile: x}}}',
      { securityContext: { seccompProfile: { localhostProfile: 'x' } } },
    ],
  ])('takes %s', (_, options, expected) => {
    expect(optionsOf(options)).toStrictEqual(expected);
  });

  it.each([
    ['{resources: lots}', '5:31 error wrong-type: "kubernetes.resources" must be a map, not text'],
    [
      '{resources: {limits: {memory: 200 MB}}}',
      '5:49 error wrong-value: "kubernetes.resources.limits.memory" must be a quantity such as 100m or 400Mi, not "200 MB"',
    ],
    ['{tolerations: [text]}', '5:34 error wrong-type: "kubernetes.tolerations[0]" must be a map, not text'],
    ['{serviceAccountName: [a]}', '5:40 error wrong-type: "kubernetes.serviceAccountName" must be text, not a list'],
    [
      '{securityContext: {runAsUser: abc}}',
      '5:49 error wrong-type: "kubernetes.securityContext.runAsUser" must be a whole number, not text',
    ],
    [
      '{securityContext: {runAsUser: 1.5}}',
      '5:49 error wrong-type: "kubernetes.securityContext.runAsUser" must be a whole number, not the number 1.5',
    ],
    [
      '{securityContext: {runAsUser: ""}}',
      '5:49 error wrong-type: "kubernetes.securityContext.runAsUser" must be a whole number, not text',
    ],
    ['{hostUsers: maybe}', '5:31 error wrong-type: "kubernetes.hostUsers" must be true or false, not text'],
    ['{nodeSelector: {a: [b]}}', '5:38 error wrong-type: "kubernetes.nodeSelector.a" must be text, not a list'],
    ['{affinity: [a]}', '5:30 error wrong-type: "kubernetes.affinity" must be a map, not a list'],
    ['{secrets: [{key: a}]}', '5:30 error missing-key: "kubernetes.secrets[0]" needs "name"'],
    ['{nodeselector2: {}}', '5:20 warning unknown-key: unknown key "nodeselector2" in "kubernetes" (did you mean "nodeSelector"?)'],
    [
      '{securityContext: {capabilities: {ad: [X]}}}',
      '5:53 warning unknown-key: unknown key "ad" in "kubernetes.securityContext.capabilities" (did you mean "add"?)',
    ],
  ])('says what is wrong with %s', (options, expected) => {
    expect(findingsIn(options)).toEqual([expected]);
  });

  it('loses in the compatibility with Woodpecker 3 what Woodpecker loses', () => {
    expect(compatOptionsOf('{labels: {a: 1.10, b: 010, c: 0x1F, f: 1e3}, resources: {limits: {cpu: 0.50}}}')).toStrictEqual({
      labels: { a: '1.1', b: '8', c: '31', f: '1000' },
      resources: { limits: { cpu: '0.5' } },
    });
    expect(compatOptionsOf('{hostUsers: "", securityContext: {runAsUser: 1000.7, runAsGroup: ""}}')).toStrictEqual({
      hostUsers: false,
      securityContext: { runAsUser: 1000, runAsGroup: 0 },
    });
  });

  it('does not look in the compatibility with Woodpecker 3 at options that are not allowed', () => {
    const options = '{annotations: {"a b": [c]}, runtimeClassName: B AD, secrets: {name: A_B}, hostUsers: true}';

    expect(compatOptionsOf(options)).toStrictEqual({ hostUsers: true });
  });

  it('leaves out seconds of a toleration that Kubernetes would refuse', () => {
    const text = '{tolerations: [{key: k, effect: NoSchedule, tolerationSeconds: 3600}]}';

    expect(optionsOf(text)).toStrictEqual({ tolerations: [{ key: 'k', effect: 'NoSchedule' }] });
    expect(findingsIn(text)).toEqual([
      '5:63 warning toleration-seconds: "tolerationSeconds" is left out: Kubernetes takes it with the effect NoExecute only (remove it, or set the effect NoExecute)',
    ]);
  });

  it('says nothing of options for other backends', () => {
    expect(findings('skip_clone: true\nsteps: [{image: a, backend_options: {docker: {x: 1}, local: {}}}]')).toEqual([]);
  });
});
