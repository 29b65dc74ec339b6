import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { chmod, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Bed } from './bed.js';
import { ConnectionProxy } from './connection-proxy.js';
import { scenario } from './scenario.js';

/** What a cluster of the tests has in place of busybox. */
const FLAGS = ['--source', '.', '--permission-init-image', 'alpine'];

const LOOK = `
  steps:
    - { name: change, image: alpine, commands: ['cat file', 'ls', './run.sh', 'cat link', 'echo theirs > file'] }
    - { name: look, image: alpine, commands: ['cat file'] }
`;

function git(bed: Bed, ...args: readonly string[]): void {
  const identity = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.org'];
  execFileSync('git', [...identity, ...args], { cwd: bed.folder, stdio: 'ignore' });
}

/** A repository with a commit and changes after it. */
async function repositoryWithChanges(bed: Bed): Promise<void> {
  await bed.write('file', 'committed\n');
  await bed.write('.gitignore', 'ignored\nworkflow.yaml\n.podline\n');
  await chmod(await bed.write('run.sh', '#!/bin/sh\necho it runs\n'), 0o755);
  await symlink('file', join(bed.folder, 'link'));
  git(bed, 'init', '--quiet');
  git(bed, 'add', '--all');
  git(bed, 'commit', '--quiet', '--message', 'first');
  await bed.write('file', 'changed\n');
  await bed.write('new', '');
  await bed.write('ignored', '');
}

scenario('--source brings the working tree as it is, changes and all, and leaves it as it was', async (bed) => {
  await repositoryWithChanges(bed);

  const run = await bed.run(LOOK, ...FLAGS);

  expect(run.states).toEqual({ source: 'passed', change: 'passed', look: 'passed' });
  expect(run.log('change')).toEqual(['changed', 'file', 'link', 'new', 'run.sh', 'it runs', 'changed']);
  expect(run.log('look')).toEqual(['theirs']);
  expect(readFileSync(join(bed.folder, 'file'), 'utf8')).toBe('changed\n');
  expect(run.log('source')).toEqual([]);
  expect(run.status).toBe(0);
});

scenario('--source brings the history of the repository, and --no-history does not', async (bed) => {
  await repositoryWithChanges(bed);
  const workflow = "steps: [{ name: look, image: alpine, commands: ['if test -e .git/HEAD; then echo history; fi'] }]";

  const runs = [await bed.run(workflow, ...FLAGS), await bed.run(workflow, ...FLAGS, '--no-history')];

  expect(runs.map((run) => run.log('look'))).toEqual([['history'], []]);
});

scenario('--source goes to each pipeline, and services and steps wait for it', async (bed) => {
  await bed.write('file', 'here\n');

  const run = await bed.run(
    `
    matrix: { N: [1, 2] }
    services:
      - { name: serve, image: alpine, commands: ['cat file', 'sleep 600'] }
    steps:
      - { name: a, image: alpine, commands: ['cat file'], depends_on: [] }
      - { name: b, image: alpine, directory: sub, commands: ['cat ../file'], depends_on: [a] }
    `,
    ...FLAGS,
  );

  const names = ['workflow-1', 'workflow-2'];
  expect(names.map((name) => ['serve', 'a', 'b'].map((step) => run.log(`${name}/${step}`)))).toEqual([
    [['here'], ['here'], ['here']],
    [['here'], ['here'], ['here']],
  ]);
  expect(run.status).toBe(0);
});

scenario('--source of many megabytes arrives whole', async (bed) => {
  const text = Array.from({ length: 300_000 }, (_, line) => `line ${line} of a file that is long enough to take its time\n`).join('');
  await bed.write('large', text);
  for (let file = 0; file < 500; file++) await bed.write(`many/${file}`, `${file}\n`);

  const run = await bed.run(
    "steps: [{ name: look, image: alpine, commands: ['wc -c <large', 'cat many/* | wc -l', 'tail -n 1 large'] }]",
    ...FLAGS,
  );

  expect(run.log('look').map((line) => line.trim())).toEqual([
    String(text.length),
    '500',
    'line 299999 of a file that is long enough to take its time',
  ]);
  expect(run.status).toBe(0);
});

scenario('--source that is too large is refused before anything is created', async (bed) => {
  await bed.write('large', 'x'.repeat(2_000_000));

  const run = await bed.run(LOOK, ...FLAGS, '--source-limit', '1Mi');

  expect(run.stderr).toContain('error[source-too-large]');
  expect(run.stderr).toContain('large (1.9 MiB)');
  expect(run.status).toBe(2);
});

scenario('--source to a pipeline without a volume says that its steps do not see it', async (bed) => {
  const run = await bed.run("{ workspace: { volume: none }, steps: [{ name: look, image: alpine, commands: ['ls'] }] }", ...FLAGS);

  expect(run.states).toEqual({ look: 'passed' });
  expect(run.events).toContainEqual(expect.objectContaining({ level: 'warning', message: expect.stringContaining('no volume: workflow') }));
});

scenario('--source of a folder that is not there is wrong input', async (bed) => {
  const run = await bed.run(LOOK, '--source', 'nowhere');

  expect(run.stderr).toMatch(/error\[no-source\] there is no folder "\/.*\/nowhere"/);
  expect(run.status).toBe(2);
});

scenario('--source whose connection is cut fails the run, says so, and is removed', async (bed) => {
  await bed.write('large', 'x'.repeat(20_000_000));
  await bed.write('workflow.yaml', LOOK);
  const proxy = await ConnectionProxy.start(bed.kubeconfig, { limit: 5_000_000 });
  try {
    const kubeconfig = await bed.write('proxy.kubeconfig', proxy.kubeconfig);
    const args = ['run', 'workflow.yaml', ...FLAGS, '--output', 'json', '--kubeconfig', kubeconfig, '--namespace', bed.namespace];
    const run = await (await bed.bare(args)).end();

    expect(run.result('source')).toMatchObject({ state: 'error', reason: 'SourceCut' });
    expect(run.result('source').message).toContain('the source did not arrive whole');
    expect(run.states).toMatchObject({ change: 'skipped', look: 'skipped' });
    expect(run.status).toBe(3);
  } finally {
    proxy.stop();
  }
});

scenario('--source whose pod is taken away fails the run', async (bed) => {
  await bed.write('large', 'x'.repeat(200_000_000));
  const podline = await bed.start(LOOK, '--output', 'json', ...FLAGS);
  await podline.until('sending the source');
  // before, it would be sent anew
  await podline.until('"type":"step-started"');

  for (const pod of await bed.cluster.list('Pod')) await bed.cluster.delete('Pod', pod.metadata.name, { gracePeriodSeconds: 0 });
  const run = await podline.end();

  expect(run.result('source').state).toBe('error');
  expect(run.states.look).toBe('skipped');
  expect(run.status).toBe(3);
});
