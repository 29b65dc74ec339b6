import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { App, Yaml } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import { AgentConfig } from '../src/constructs/agent-config.js';
import { Pipeline } from '../src/constructs/pipeline.js';
import { PLACEHOLDER_RUN } from '../src/contract/names.js';
import type { KubeObject } from '../src/contract/objects.js';
import { AGENT_SETTINGS } from '../src/model/agent-setting-table.js';
import { KUBERNETES_OPTIONS } from '../src/model/kubernetes-option-shapes.js';
import { manualMetadata } from '../src/model/metadata.js';
import { readAgentSettings } from '../src/model/read-agent-settings.js';
import { SECURITY_CONTEXT } from '../src/model/security-shapes.js';
import { addPipeline } from '../src/plan/synth.js';
import { readWorkflows } from '../src/workflow/read-workflows.js';
import { createSource } from '../src/workflow/source.js';
import { OPTION_CASES, type OptionCase } from './golden-options.js';

const FOLDER = fileURLToPath(new URL('golden/options', import.meta.url));
const PLATFORM = 'linux/amd64';
const UPDATE = process.env.UPDATE !== undefined;

/** That of the setting, unless it has none. */
function platformOf({ PODLINE_PLATFORM }: Readonly<Record<string, string>>): string | undefined {
  return PODLINE_PLATFORM === undefined ? PLATFORM : undefined;
}

// without the shell that runs commands, which has tests of its own
function fromFile({ name, yaml = '', env = {} }: OptionCase): readonly KubeObject[] {
  const area = name === 'workspaceVolume' ? 'services' : 'steps';
  const other = area === 'services' ? 'steps: { other: { image: alpine, entrypoint: [ls] } }\n' : '';
  const text = `skip_clone: true\n${other}${area}:\n  step:\n    image: alpine\n    entrypoint: [echo, Hello]\n    ${yaml}\n`;
  const { settings, problems } = readAgentSettings(env);
  expect(problems).toEqual([]);
  const { pipelines } = readWorkflows([createSource('golden.yaml', text)], { metadata: manualMetadata({ platform: PLATFORM }), settings });
  const app = new App();
  AgentConfig.fromEnvironment(app, 'agent', env);
  // the variables of the pipeline are the subject of other tests
  return pipelines.flatMap((pipeline) => addPipeline(app, { ...pipeline, environment: {}, labels: {} }, platformOf(env)).toJson());
}

function fromTypeScript({ name, step = {}, settings = {} }: OptionCase): readonly KubeObject[] {
  const app = new App();
  new AgentConfig(app, 'agent', settings);
  const pipeline = new Pipeline(app, 'golden', { platform: settings.platform === undefined ? PLATFORM : undefined });
  const props = { image: 'alpine', entrypoint: ['echo', 'Hello'], ...step };
  if (name === 'workspaceVolume') {
    pipeline.service('step', props);
    pipeline.step('other', { image: 'alpine', entrypoint: ['ls'], dependsOn: ['step'] });
  } else pipeline.step('step', props);
  return pipeline.toJson();
}

/** The run id is a hash of the input, in which TypeScript may leave out what a file spells out. */
function withoutRunId(objects: readonly KubeObject[]): readonly KubeObject[] {
  const text = JSON.stringify(objects).replaceAll(/pl-\w{10}/g, `pl-${PLACEHOLDER_RUN}`);
  return JSON.parse(text.replaceAll(/("podline.dev\/run":)"\w{10}"/g, `$1"${PLACEHOLDER_RUN}"`));
}

describe('the golden manifest', () => {
  it.each(OPTION_CASES)('of $name is what a file gives', (given) => {
    const file = join(FOLDER, `${given.name}.k8s.yaml`);
    const text = Yaml.stringify(...withoutRunId(fromFile(given)));
    if (UPDATE) writeFileSync(file, text);

    expect(text).toBe(existsSync(file) ? readFileSync(file, 'utf8') : undefined);
  });

  it.each(OPTION_CASES)('of $name is what TypeScript gives', (given) => {
    expect(withoutRunId(fromTypeScript(given))).toEqual(withoutRunId(fromFile(given)));
  });

  it('is there for every option, every setting, and nothing else', () => {
    const options = Object.keys(KUBERNETES_OPTIONS.fields).filter((name) => name !== 'securityContext');
    const securityOptions = Object.keys(SECURITY_CONTEXT.fields).map((name) => `securityContext.${name}`);
    const names = new Set(OPTION_CASES.map(({ name }) => name));

    const files = readdirSync(FOLDER).map((file) => file.replace('.k8s.yaml', ''));

    expect([...options, ...securityOptions, ...Object.keys(AGENT_SETTINGS)].filter((name) => !names.has(name))).toEqual([]);
    expect(files.filter((name) => !names.has(name))).toEqual([]);
  });
});
