import { Ajv2020 } from 'ajv/dist/2020.js';
import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { readConfig } from '../../../src/cli/config-file.js';
import { CONFIG_KEYS, configSchema } from '../../../src/cli/config-keys.js';
import type { FlagName, FlagValues } from '../../../src/cli/flags.js';
import { withConfig } from '../../../src/cli/with-config.js';
import { isPodlineError, WorkflowError } from '../../../src/errors.js';
import { diagnosticsText } from '../../../src/report/diagnostics-text.js';
import { invocation } from './invocation.js';

const WHOLE = `
# yaml-language-server: $schema=node_modules/podline/schema/config.json
local: true
namespace: ci
max-pods: 5
timeout: 1h30m
keep: on-failure
no-save: true
secret-from: [token=command:pass token]
storage-rwx: false
pull-secret-names: [one, two]
pod-labels: { team: platform }
pod-tolerations:
  - { key: ci, operator: Exists }
stop-timeout: 5
`;

describe('readConfig', () => {
  it('reads each kind of value as its flag has it', () => {
    expect(read(WHOLE)).toEqual({
      local: 'process',
      namespace: 'ci',
      'max-pods': 5,
      timeout: 5400,
      keep: 'on-failure',
      'no-save': true,
      'secret-from': ['token=command:pass token'],
      'storage-rwx': 'false',
      'pull-secret-names': 'one,two',
      'pod-labels': '{"team":"platform"}',
      'pod-tolerations': '[{"key":"ci","operator":"Exists"}]',
      'stop-timeout': 5,
    });
  });

  it('reads JSON, and takes the schema that an editor asks for', () => {
    expect(read('{ "$schema": "./schema.json", "namespace": "ci" }')).toEqual({ namespace: 'ci' });
  });

  it('takes an empty file for no wishes', () => {
    expect([read(''), read('# nothing\n'), read('namespace:\n')]).toEqual([{}, {}, {}]);
  });

  it('names all that is wrong, with file, line and column', () => {
    const text = ['namespac: ci', 'max-pods: many', 'timeout: soon', 'output: loud', 'pod-labels:', '  team: [a]', ''].join('\n');

    expect(problems(text)).toBe(
      [
        'podline.config.yaml:1:1 error[wrong-config] unknown key "namespac"',
        '  1 | namespac: ci',
        '    | ^^^^^^^^ did you mean "namespace"?',
        'podline.config.yaml:2:11 error[wrong-config] max-pods must be a whole number',
        '  2 | max-pods: many',
        '    |           ^',
        'podline.config.yaml:3:10 error[wrong-config] timeout must be a length of time such as 90s, 10m or 1h30m, not "soon"',
        '  3 | timeout: soon',
        '    |          ^',
        'podline.config.yaml:4:9 error[wrong-config] output must be live, text, json or github, not "loud"',
        '  4 | output: loud',
        '    |         ^',
        'podline.config.yaml:6:9 error[wrong-config] pod-labels.team must be text: put it in quotes',
        '  6 |   team: [a]',
        '    |         ^',
        '5 errors, 0 warnings',
        '',
      ].join('\n'),
    );
  });

  it.each([
    ['a list', '- namespace', 'podline.config.yaml:1:1 error[wrong-config] the configuration must be a map'],
    ['no YAML', 'namespace: [ci', 'error[wrong-config] this is no YAML'],
    ['a secret', 'secret: [token=x]', 'unknown key "secret"'],
    ['a secret, and says where else it may come from', 'secret: [token=x]', 'with secret-from, secrets-env or secrets-file'],
    [
      'a time without a unit, which quotes do not help',
      'timeout: 30',
      'timeout must be a length of time such as 90s, 10m or 1h30m, not "30"',
    ],
    ['a number that is none of the choices', 'output: 1', 'output must be live, text, json or github, not "1"'],
    ['a number where a text is meant', 'context: 1', 'context must be text: put it in quotes'],
    ['a switch with a text', 'quiet: "yes"', 'quiet must be true or false'],
  ])('refuses %s', (_, text, expected) => {
    expect(problems(text)).toContain(expected);
  });
});

describe('withConfig', () => {
  const flagsOf = (text: string, known: readonly FlagName[], flags: FlagValues = {}, env: Readonly<Record<string, string>> = {}) =>
    withConfig(invocation(flags, { env }), { flags: known }, { file: 'podline.config.yaml', text }).flags;

  it('lets flags go before variables, those before the configuration', () => {
    const text = 'namespace: configured\n';
    const env = (value: string) => ({ WOODPECKER_BACKEND_K8S_NAMESPACE: value });

    expect(flagsOf(text, ['namespace'], { namespace: 'flag' }, env('variable'))).toEqual({ namespace: 'flag' });
    expect(flagsOf(text, ['namespace'], {}, env('variable'))).toEqual({});
    expect(flagsOf(text, ['namespace'], {}, env(''))).toEqual({ namespace: 'configured' });
  });

  it('gives a command only what it has a flag for', () => {
    expect(flagsOf('quiet: true\nnamespace: ci\n', ['namespace'])).toEqual({ namespace: 'ci' });
  });

  it('leaves the embedded cluster out where a cluster is named', () => {
    const known = ['local', 'kubeconfig'] as const;

    expect(flagsOf('local: true', known)).toEqual({ local: 'process' });
    expect(flagsOf('local: true', known, { kubeconfig: 'x' })).toEqual({ kubeconfig: 'x' });
  });

  it('keeps runs on a cluster, and leaves it at that for local ones', () => {
    const known = ['local', 'keep'] as const;

    expect(flagsOf('keep: on-failure', known)).toEqual({ keep: 'on-failure' });
    expect(flagsOf('keep: on-failure', known, { keep: 'always' })).toEqual({ keep: 'always' });
    expect(flagsOf('keep: on-failure', known, { local: 'process' })).toEqual({ local: 'process' });
    expect(flagsOf('{keep: on-failure, local: true}', known)).toEqual({ local: 'process' });
    expect(flagsOf('{keep: on-failure, local: true}', ['keep'])).toEqual({ keep: 'on-failure' });
    expect(flagsOf('keep: on-failure', known, { local: 'process', keep: 'always' })).toEqual({ local: 'process', keep: 'always' });
  });
});

describe('configSchema', () => {
  const isValid = new Ajv2020({ strict: false }).compile(configSchema());

  it('accepts what the program accepts', () => {
    expect(isValid(load(WHOLE))).toBe(true);
  });

  it.each(['namespac: ci', 'max-pods: many', 'output: loud', 'secret: [token=x]'])('refuses %s', (text) => {
    expect(isValid(load(text))).toBe(false);
  });

  it('has no key for the value of a secret', () => {
    expect(CONFIG_KEYS.has('secret')).toBe(false);
    expect(CONFIG_KEYS.has('secrets-file')).toBe(true);
  });
});

function read(text: string) {
  return readConfig({ file: 'podline.config.yaml', text });
}

function problems(text: string): string {
  try {
    read(text);
  } catch (error) {
    if (error instanceof WorkflowError) return diagnosticsText(error.diagnostics);
    if (isPodlineError(error)) return error.message;
    throw error;
  }
  throw new Error('nothing is wrong with it');
}
