import { Yaml } from 'cdk8s';
import type { KubeObject } from '../../../src/contract/objects.js';
import { DEFAULT_AGENT_SETTINGS } from '../../../src/model/default-settings.js';
import type { PipelineDefinition, StepDefinition } from '../../../src/model/pipeline.js';
import { parseManifest } from '../../../src/plan/manifest.js';
import { synthesize } from '../../../src/plan/synth.js';

export function step(name: string, options: Partial<StepDefinition> = {}): StepDefinition {
  return {
    name,
    kind: 'commands',
    image: 'alpine',
    commands: ['true'],
    dependsOn: [],
    detach: false,
    failure: 'fail',
    runOn: ['success'],
    ...options,
  };
}

export function pipeline(name: string, steps: readonly StepDefinition[], options: Partial<PipelineDefinition> = {}): PipelineDefinition {
  return { name, workspace: { base: '/woodpecker', path: 'src' }, environment: {}, steps, dependsOn: [], runOn: ['success'], ...options };
}

/** All objects of the run that pipelines make, as constructs make them. */
export function objectsOf(...pipelines: readonly PipelineDefinition[]): readonly KubeObject[] {
  return [...synthesize(pipelines, { settings: DEFAULT_AGENT_SETTINGS, platform: 'linux/amd64' }).values()].flat();
}

/** The objects as they come back from the text that cdk8s writes. */
export function throughText(objects: readonly KubeObject[]): readonly KubeObject[] {
  return parseManifest({ file: 'build.k8s.yaml', text: Yaml.stringify(...objects) });
}

/** Texts that a writer or a reader of YAML may take for something else. */
export const HOSTILE_TEXTS = [
  '',
  ' ',
  'yes',
  'No',
  'null',
  '~',
  '1e3',
  '0x1f',
  '0o17',
  '017',
  '1_000',
  '1:30',
  '.inf',
  '2001-01-01',
  '- a',
  '# no comment',
  'a: b',
  '{a}',
  '[a]',
  '*a',
  '&a',
  '!!str a',
  '%a',
  '@a',
  '`a`',
  '"a',
  "'a",
  '--- a',
  '...',
  '---\na: b\n...',
  '  leading',
  'trailing  ',
  'two\nlines',
  '\n\nblank lines\n\n',
  '\tTab\t',
  'carriage\r\nreturn\r',
  '\u0085\u2028\u2029\ufeff',
  '\u001b[31mred\u001b[0m',
  '\u0007\u007f',
  'ä 测试 🚀',
  `${'long '.repeat(60)}line`,
  `a\n${' '.repeat(8)}indented\n  less\n`,
  'back\\slash \\n',
];
