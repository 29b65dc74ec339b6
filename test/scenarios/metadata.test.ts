import { execFileSync } from 'node:child_process';
import { expect } from 'vitest';
import type { Bed } from './bed.js';
import { scenario } from './scenario.js';

const WORKFLOW = `
  skip_clone: true
  steps:
    - { name: show, image: alpine, commands: ['echo "$CI_PIPELINE_EVENT|$CI_COMMIT_BRANCH|$CI_COMMIT_MESSAGE|$CI_PIPELINE_FILES"'] }
`;

async function repository(bed: Bed): Promise<void> {
  const git = (...args: readonly string[]) => execFileSync('git', args, { cwd: bed.folder, stdio: 'ignore' });
  await bed.write('file', '');
  git('init', '--quiet', '--initial-branch', 'work');
  git('add', 'file');
  git('-c', 'user.name=Ada', '-c', 'user.email=ada@x', 'commit', '--quiet', '--message', 'it is $(done)');
}

scenario('a run in a repository knows where it comes from', async (bed) => {
  await repository(bed);

  const run = await bed.run(WORKFLOW);

  expect(run.log('show')).toEqual(['manual|work|it is $(done)|["file"]']);
  expect(run.status).toBe(0);
});

scenario('flags say more of a run than its repository, in the words of woodpecker-cli too', async (bed) => {
  await repository(bed);

  const run = await bed.run(WORKFLOW, '--pipeline-event', 'push', '--commit-branch=main', '--commit-message', 'mine');

  expect(run.log('show')).toEqual(['push|main|mine|["file"]']);
});

scenario('a run that is to detect nothing is one by hand', async (bed) => {
  await repository(bed);

  expect((await bed.run(WORKFLOW, '--no-detect')).log('show')).toEqual(['manual|main||[]']);
});

scenario('a commit whose message says [SKIP CI] is not run for a push, unless that is wished for', async (bed) => {
  const message = ['--commit-message', 'typo [SKIP  CI]'];

  const skipped = await bed.run(WORKFLOW, '--event', 'push', ...message);
  const manual = await bed.run(WORKFLOW, ...message);
  const wished = await bed.run(WORKFLOW, '--event', 'push', '--no-skip', ...message);

  expect(skipped.stderr).toContain('nothing is run: the commit message says [SKIP  CI]');
  expect([skipped.stdout, skipped.status]).toEqual(['', 0]);
  expect(manual.states).toEqual({ show: 'passed' });
  expect(wished.states).toEqual({ show: 'passed' });
});

scenario('an event that there is not is wrong input', async (bed) => {
  const run = await bed.run(WORKFLOW, '--event', 'pull-request');

  expect(run.stderr).toContain('--event is "pull-request"');
  expect(run.status).toBe(2);
});

scenario('flags of woodpecker-cli give variables, proxies and another workspace', async (bed) => {
  const run = await bed.run(
    `
    skip_clone: true
    steps:
      - { name: show, image: alpine, commands: ['echo "$GREETING \${GREETING} $http_proxy $CI_WORKSPACE"'] }
    `,
    ...['--env', 'GREETING=hi=ho', '--backend-http-proxy', 'http://proxy.example', '--workspace-base', '/go', '--workspace-path', 'app'],
  );

  expect(run.log('show')).toEqual(['hi=ho hi=ho http://proxy.example /go/app']);
  expect(run.status).toBe(0);
});

scenario('a run that nothing is for says so before anything is created', async (bed) => {
  const run = await bed.run('steps: [{ name: a, image: alpine, commands: [ls], when: { event: push } }]');

  expect(run.stderr).toContain('error[no-workflow]');
  expect(run.stderr).toContain('--event push');
  expect(run.status).toBe(2);
});

scenario('steps that are not for the working copy are left out where it is sent', async (bed) => {
  const run = await bed.run(
    `
    steps:
      - { name: always, image: alpine, commands: [ls] }
      - { name: elsewhere, image: alpine, commands: [ls], when: { local: false } }
    `,
    ...['--source', '.', '--permission-init-image', 'alpine'],
  );

  expect(run.states).toEqual({ source: 'passed', always: 'passed' });
});
