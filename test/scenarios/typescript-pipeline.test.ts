import { mkdir, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect } from 'vitest';
import type { Bed } from './bed.js';
import { ROOT } from './podline.js';
import { scenario } from './scenario.js';

scenario('a pipeline in TypeScript runs: two charts, a loop of steps, a secret', async (bed) => {
  await installPodline(bed);
  const files = {
    'package.json': '{ "type": "module" }',
    'ci.ts': `
      import { App } from 'cdk8s';
      import { Pipeline } from 'podline';

      const app = new App();
      const build = new Pipeline(app, 'build');
      const prepare = build.step('prepare', { image: 'alpine', commands: ['echo prepared > state'] });
      for (const shard of [1, 2]) {
        build.step(\`test \${shard}\`, {
          image: 'alpine',
          environment: { SHARD: shard, TOKEN: build.secret('token') },
          commands: ['echo "$SHARD $(cat state) \${#TOKEN}"'],
          dependsOn: [prepare],
        });
      }
      const deploy = new Pipeline(app, 'deploy', { dependsOn: [build] });
      deploy.step('ship', { image: 'alpine', commands: ['echo shipped'] });
      app.synth();
    `,
  };

  const run = await (await bed.podline(['run', 'ci.ts', '--secret', 'token=hush-hush', '--output', 'json'], { files })).end();

  expect(run.stderr).toBe('');
  expect(run.log('build/test 1')).toEqual(['1 prepared 9']);
  expect(run.log('build/test 2')).toEqual(['2 prepared 9']);
  expect(run.log('deploy/ship')).toEqual(['shipped']);
  expect(run.loggedAt('deploy/ship') > run.loggedAt('build/test 2')).toBe(true);
  expect(run.status).toBe(0);
});

scenario('a pipeline in TypeScript reads what its run is for', async (bed) => {
  await installPodline(bed);
  const files = {
    'package.json': '{ "type": "module" }',
    'ci.ts': `
      import { App } from 'cdk8s';
      import { Pipeline } from 'podline';

      const app = new App();
      const { CI_PIPELINE_EVENT: event, CI_COMMIT_BRANCH: branch } = process.env;
      new Pipeline(app, 'build').step('tell', { image: 'alpine', commands: [\`echo "\${event} to \${branch}"\`] });
      app.synth();
    `,
  };

  const flags = ['--event', 'push', '--branch', 'feature', '--output', 'json'];
  const run = await (await bed.podline(['run', 'ci.ts', ...flags], { files })).end();

  expect(run.log('tell')).toEqual(['push to feature']);
});

scenario('a pipeline in TypeScript that throws is told with its own words, and nothing is created', async (bed) => {
  await installPodline(bed);
  const files = {
    'package.json': '{ "type": "module" }',
    'ci.ts': `throw new Error('the build matrix is empty');`,
  };

  const { status, stderr } = await (await bed.podline(['run', 'ci.ts'], { files })).end();

  expect(stderr).toContain('the build matrix is empty');
  expect(stderr).toMatch(/^error\[program-failed\] /m);
  expect(status).toBe(2);
});

scenario('mistakes in a pipeline in TypeScript are told one by one, each with the path of its construct', async (bed) => {
  await installPodline(bed);
  const files = {
    'package.json': '{ "type": "module" }',
    'ci.ts': `
      import { App } from 'cdk8s';
      import { Pipeline } from 'podline';

      const app = new App();
      const ci = new Pipeline(app, 'ci');
      ci.step('a', { image: 'alpine', commands: ['x'], dependsOn: ['b'] });
      ci.step('c', { image: '', commands: ['x'] });
      app.synth();
    `,
  };

  const { status, stderr } = await (await bed.podline(['run', 'ci.ts'], { files })).end();

  expect(stderr).toContain('error[invalid-pipeline] [ci] "a" depends on "b", which does not exist');
  expect(stderr).toContain('error[invalid-pipeline] [ci/c] "" is not the name of an image');
  expect(stderr).not.toMatch(/^\s+at /m);
  expect(status).toBe(2);
});

async function installPodline(bed: Bed): Promise<void> {
  const modules = join(bed.folder, 'node_modules');
  await mkdir(join(modules, '.bin'), { recursive: true });
  await symlink(ROOT, join(modules, 'podline'));
  for (const name of ['cdk8s', 'constructs', '.bin/tsx']) {
    await mkdir(dirname(join(modules, name)), { recursive: true });
    await symlink(join(ROOT, 'node_modules', name), join(modules, name));
  }
}
