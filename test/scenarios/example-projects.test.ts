import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { canShutIn } from '../local/embedded-cluster.js';
import { ExampleProject, type Place } from './example-project.js';
import { Podline, ROOT } from './podline.js';
import type { RunOutput } from './run-output.js';
import { realScenario } from './scenario.js';

const SHUT_IN = await canShutIn();
const PROJECTS = ['cron', 'documentation', 'go', 'matrix', 'monorepo', 'node', 'python', 'release', 'rust', 'services'];

/** Copies of examples in a place. */
class Examples {
  private readonly made: ExampleProject[] = [];

  constructor(private readonly place: Place) {}

  async project(name: string): Promise<ExampleProject> {
    const project = await ExampleProject.make(name, this.place);
    this.made.push(project);
    return project;
  }

  async run(name: string, ...flags: readonly string[]): Promise<RunOutput> {
    return (await this.project(name)).run(...flags);
  }

  remove(): void {
    for (const project of this.made) project.remove();
  }
}

type Body = (examples: Examples) => Promise<void>;

/** A test on this machine, in one command, and on a real cluster. */
function example(title: string, body: Body, { isLocal = true } = {}): void {
  const local = { flags: [SHUT_IN ? '--local' : '--local=process-unsafe'] };
  it.runIf(isLocal)(title, () => play(body, local));
  realScenario(title, async ({ kubeconfig, namespace }) => {
    const flags = ['--kubeconfig', kubeconfig, '--namespace', namespace, '--source', '.', '--permission-init-image', 'alpine'];
    await play(body, { flags, image: 'alpine' });
  });
}

async function play(body: Body, place: Place): Promise<void> {
  const examples = new Examples(place);
  try {
    await body(examples);
  } finally {
    examples.remove();
  }
}

/** How the steps of the workflow ended: on a real cluster a step of podline's own brings the source. */
function statesOf({ states }: RunOutput): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(states).filter(([step]) => step !== 'source'));
}

describe('examples/', () => {
  it.each(PROJECTS)('%s has nothing that the linter objects to', async (name) => {
    const { stdout, status } = await new Podline(['lint', '--format', 'json'], { cwd: join(ROOT, 'examples', name) }).end();

    expect(JSON.parse(stdout).diagnostics).toEqual([]);
    expect(status).toBe(0);
  });

  example('node installs, checks and tests side by side, and builds', async (examples) => {
    const result = await examples.run('node', '--event', 'push');

    expect(statesOf(result)).toEqual({ install: 'passed', check: 'passed', test: 'passed', build: 'passed' });
    expect(result.log('build').at(-1)).toBe('5');
    expect(result.status).toBe(0);
  });

  example('go vets, tests and builds', async (examples) => {
    const result = await examples.run('go', '--event', 'push', '--repo', 'octo/gopher');

    expect(statesOf(result)).toEqual({ vet: 'passed', test: 'passed', build: 'passed' });
    expect(result.log('build').at(-1)).toBe('hello gopher');
  });

  example('rust formats, lints and tests side by side, and builds a release', async (examples) => {
    const result = await examples.run('rust', '--event', 'pull_request');

    expect(statesOf(result)).toEqual({ format: 'passed', clippy: 'passed', test: 'passed', release: 'passed' });
    expect(result.log('release').join('\n')).toContain('target/release/count-words');
  });

  example('python installs once and tests in the environment of all steps', async (examples) => {
    const result = await examples.run('python', '--event', 'push');

    expect(statesOf(result)).toEqual({ install: 'passed', lint: 'passed', test: 'passed', tell: 'skipped' });
    expect(result.status).toBe(0);
  });

  example('documentation is built, and published from the default branch', async (examples) => {
    const result = await examples.run('documentation', '--event', 'push', '--secret', 'surge_token=not-shown');

    expect(statesOf(result)).toEqual({ build: 'passed', links: 'passed', publish: 'passed' });
    expect(result.log('publish')).toContain('PLUGIN_SURGE_TOKEN is ********');
  });

  example('release packages and publishes what a tag is on', async (examples) => {
    const project = await examples.project('release');
    project.git('tag', 'v1.2.3');

    const result = await project.run('--event', 'tag', '--secret', 'release_token=not-shown');

    expect(statesOf(result)).toEqual({ check: 'passed', package: 'passed', publish: 'passed' });
    expect(result.log('publish')).toContain('PLUGIN_TITLE is Tool v1.2.3');
  });

  example('matrix tests on each version', async (examples) => {
    const result = await examples.run('matrix', '--event', 'push');

    const tests = Object.entries(result.states).filter(([step]) => step.endsWith('/test'));
    expect(tests).toEqual([1, 2, 3].map((axis) => [`woodpecker-${axis}/test`, 'passed']));
    expect(result.status).toBe(0);
  });

  example(
    'services are there when the tests need them',
    async (examples) => {
      const result = await examples.run('services', '--event', 'push', '--secret', 'database_password=not-shown');

      expect(statesOf(result)).toEqual({ database: 'passed', cache: 'passed', migrate: 'passed', fill: 'passed', test: 'passed' });
      expect(result.status).toBe(0);
    },
    { isLocal: SHUT_IN },
  );

  example('monorepo builds what has changed, and deploys it', async (examples) => {
    const project = await examples.project('monorepo');
    writeFileSync(join(project.folder, 'packages/web/title.txt'), 'Kettles\n');
    project.commit('Kettles, not teapots');

    const result = await project.run('--event', 'push', '--secret', 'deploy_token=not-shown');

    expect(result.states).toMatchObject({ 'web/build': 'passed', 'deploy/deploy': 'passed' });
    expect(result.log('deploy/deploy')).toContain('deployed to staging');
    expect(result.status).toBe(0);
  });

  example('cron audits at night, and tells only of what is wrong', async (examples) => {
    const project = await examples.project('cron');
    const flags = ['--event', 'cron', '--cron', 'nightly-audit', '--secret', 'maintainer=ada@example.org'];

    const good = await project.run(...flags);
    writeFileSync(join(project.folder, 'dependencies.txt'), 'left-pad latest\n');
    const bad = await project.run(...flags, '--repo', 'octo/app');

    expect(statesOf(good)).toEqual({ audit: 'passed', keep: 'passed', tell: 'skipped' });
    expect(statesOf(bad)).toEqual({ audit: 'failed', keep: 'skipped', tell: 'passed' });
    expect(bad.log('tell')).toEqual(['the audit of app failed, telling ********']);
    expect([good.status, bad.status]).toEqual([0, 1]);
  });
});
