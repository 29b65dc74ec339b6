import { describe, expect, it } from 'vitest';
import { WorkflowError } from '../../../src/errors.js';
import { lint } from '../../../src/lint/lint.js';
import type { AgentSettings } from '../../../src/model/agent-settings.js';
import { DEFAULT_AGENT_SETTINGS } from '../../../src/model/default-settings.js';
import { manualMetadata } from '../../../src/model/metadata.js';
import { synthesize } from '../../../src/plan/synth.js';
import { createSource } from '../../../src/workflow/source.js';

/** Only said of what is better written otherwise. */
const HABIT = 'no-event-filter';

function findings(text: string, given: Partial<AgentSettings> = {}): readonly string[] {
  return allFindings(text, given).filter((finding) => !finding.endsWith(HABIT));
}

function allFindings(text: string, given: Partial<AgentSettings> = {}): readonly string[] {
  const settings = { ...DEFAULT_AGENT_SETTINGS, ...given };
  const diagnostics = lint([createSource('build.yaml', text)], {
    input: { metadata: manualMetadata({ platform: 'linux/amd64' }), settings },
    synthesize: (pipelines) => {
      try {
        synthesize(pipelines, { settings });
        return [];
      } catch (error) {
        if (error instanceof WorkflowError) return error.diagnostics;
        throw error;
      }
    },
  });
  return diagnostics.map(({ severity, code, position }) => `${position?.line}:${position?.column} ${severity} ${code}`);
}

/** Steps as a list in flow style, one a line: line 2 is the first. */
function steps(...items: readonly string[]): string {
  return `steps:\n${items.map((item) => `  - ${item}\n`).join('')}`;
}

const build = '{ name: build, image: a, commands: [x], when: { event: [push, tag] } }';

describe('1.9 the linter', () => {
  it('has nothing against a workflow that is right', () => {
    expect(findings(steps(build, '{ name: test, image: a, commands: [x], depends_on: [build], when: { event: push } }'))).toEqual([]);
  });

  it('finds a step that is for events which its workflow is not for', () => {
    const text = `when: { event: [push, pull_request] }\n${steps('{ name: a, image: a, commands: [x], when: { event: cron } }')}`;

    expect(findings(text)).toContain('3:47 warning unreachable-step');
  });

  it('finds a step that is for no event that there is', () => {
    expect(findings(steps('{ name: a, image: a, commands: [x], when: [{ event: pushed }] }'))).toContain('2:47 warning unreachable-step');
  });

  it('takes a variable in an event for any event', () => {
    expect(findings(steps(`{ name: a, image: a, commands: [x], when: { event: '\${CI_PIPELINE_EVENT}' } }`))).toEqual([]);
  });

  it('finds steps and conditions that let every event pass, unless the workflow does not', () => {
    const items = [
      '{ name: a, image: a }',
      '{ name: b, image: a, when: [{ event: push }, { branch: main }] }',
      '{ name: c, image: a, when: { event: tag } }',
    ];

    expect(allFindings(steps(...items))).toEqual(['2:13 warning no-event-filter', '3:13 warning no-event-filter']);
    expect(allFindings(`when: { event: [push, tag] }\n${steps(...items)}`)).toEqual([]);
  });

  it('finds what Woodpecker would take a character away from', () => {
    const step = "{ name: a, image: a, commands: ['echo $$HOME $$ s/\\\\/x/'], when: { event: push } }";

    expect(findings(steps(step))).toEqual(['2:43 warning woodpecker-escape', '2:55 warning woodpecker-escape']);
    expect(findings(steps(step), { compat: 'woodpecker-3' })).toEqual([]);
  });

  it('finds variables that have another name now', () => {
    const step = "{ name: a, image: a, commands: ['echo $CI_COMMIT_AUTHOR_AVATAR $${CI_COMMIT_PRERELEASE}'], when: { event: push } }";

    expect(findings(steps(step))).toEqual(['2:43 warning deprecated', '2:69 warning deprecated']);
  });

  it('finds a step for failures before which nothing runs', () => {
    const failure = '{ name: a, image: a, commands: [x], when: { status: failure } }';

    expect(findings(`skip_clone: true\n${steps(failure)}`)).toEqual(['3:57 warning unreachable-step']);
    expect(findings(steps(failure))).toEqual([]);
  });

  it('finds a dependency that is left out of all events of its step, and of some', () => {
    const never = '{ name: test, image: a, commands: [x], depends_on: [build], when: { event: cron } }';
    const sometimes = '{ name: test, image: a, commands: [x], depends_on: [build], when: { event: [tag, cron] } }';
    const optional = '{ name: test, image: a, commands: [x], depends_on: [{ name: build, optional: true }], when: { event: cron } }';

    expect(findings(steps(build, never))).toEqual(['3:57 error filtered-dependency']);
    expect(findings(steps(build, sometimes))).toEqual(['3:57 warning filtered-dependency']);
    expect(findings(steps(build, optional))).toEqual([]);
  });

  it('finds what a synthesis finds, at the step that it is about', () => {
    const clash = "{ name: clash, image: a, commands: [x], volumes: ['claim:/woodpecker'] }";

    expect(findings(steps(build, clash))).toEqual(['3:13 error invalid-pipeline']);
    expect(findings(`labels: { 'a b': c }\n${steps(build)}`)).toEqual(['1:1 error invalid-pipeline']);
  });

  it('finds nodes that cannot be one, where a volume keeps all pods on one', () => {
    const on = (name: string, arch: string, event: string) =>
      `{ name: ${name}, image: a, commands: [x], when: { event: ${event} }, backend_options: { kubernetes: { nodeSelector: { kubernetes.io/arch: ${arch} } } } }`;
    const text = steps(on('a', 'amd64', 'push'), on('b', 'arm64', '[push, tag]'));

    expect(findings(text, { storageRwx: false })).toEqual(['3:140 error one-node']);
    expect(findings(text)).toEqual([]);
    expect(findings(`workspace: { volume: none }\n${text}`, { storageRwx: false })).toEqual([]);
    expect(findings(steps(on('a', 'amd64', 'push'), on('b', 'arm64', 'tag')), { storageRwx: false })).toEqual([]);
  });

  it('finds services that nobody reaches by their names', () => {
    const services = (...names: readonly string[]) =>
      `services:\n${names.map((name) => `  - { name: ${JSON.stringify(name)}, image: a }\n`).join('')}${steps(build)}`;

    expect(findings(services('db'))).toEqual([]);
    expect(findings(services('my_db'))).toEqual(['2:13 warning other-host-name']);
    expect(findings(services('db-1', 'db.1'))).toEqual(['3:13 warning same-host-name']);
    expect(findings(services('★'))).toEqual(['2:13 warning no-host-name']);
  });

  it('finds each mistake once, whatever the number of events and axes', () => {
    const text = `matrix: { A: [1, 2] }\n${steps('{ name: a, image: a, comands: [x], commands: [x] }')}`;

    expect(findings(text)).toEqual(['3:26 warning unknown-key']);
  });

  it('is done with what is no workflow', () => {
    expect(findings('')).toEqual(['1:1 error empty-file']);
    expect(findings('steps: [')).toHaveLength(1);
    expect(findings('- 1')).toEqual(['1:1 error not-a-map']);
  });
});
