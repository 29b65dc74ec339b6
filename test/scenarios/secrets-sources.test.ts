import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { scenario } from './scenario.js';

const WORKFLOW = `
  skip_clone: true
  steps:
    use:
      image: alpine
      environment:
        A: { from_secret: from_command }
        B: { from_secret: from_cluster }
        C: { from_secret: from_env }
      commands: ['echo "$A $B $C"', 'echo "$\${#A} $\${#B} $\${#C}"']
`;

scenario('secrets come from a command, a Secret of the cluster and variables with a prefix, and are masked', async (bed) => {
  await bed.give({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'vault-copy', namespace: bed.namespace },
    data: { password: btoa('cluster-12345') },
  } as Parameters<typeof bed.give>[0]);
  await bed.write('workflow.yaml', WORKFLOW);
  const args = [
    ...['run', 'workflow.yaml', '--output', 'json', '--secrets-env', 'CI_SECRET_'],
    ...['--secret-from', `from_command=command:sh -c 'printf "%s\\n" command-1234'`],
    ...['--secret-from', 'from_cluster=kubernetes:vault-copy/password'],
  ];

  const run = await (await bed.podline(args, { env: { CI_SECRET_FROM_ENV: 'env-1234567' } })).end();

  expect(run.log('use')).toEqual(['******** ******** ********', '12 13 11']);
  expect(run.status).toBe(0);
});

scenario('a workflow that needs no secret runs no command for one', async (bed) => {
  const run = await bed.run(
    'skip_clone: true\nsteps: [{ name: greet, image: alpine, commands: [echo hello] }]',
    ...['--secret-from', 'token=command:touch called', '--secret-from', 'other=kubernetes:not/there'],
  );

  expect(existsSync(join(bed.folder, 'called'))).toBe(false);
  expect(run.status).toBe(0);
});

scenario('a command that gives no secret ends the run before anything is created', async (bed) => {
  const podline = await bed.start(
    'skip_clone: true\nsteps: [{ name: greet, image: alpine, commands: [echo hello], environment: { A: { from_secret: token } } }]',
    ...['--secret-from', `token=command:sh -c 'echo open-sesame-42; exit 7'`, '--verbose'],
  );

  const run = await podline.end();

  expect(run.stderr).toMatch(/^error\[secret-command-failed\] "sh" did not give secret "token": it ended with exit code 7$/m);
  expect(run.stdout + run.stderr).not.toContain('open-sesame-42');
  expect(await bed.left()).toEqual([]);
  expect(run.status).toBe(2);
});

scenario('a signal ends the wait for a command', async (bed) => {
  const podline = await bed.start(
    'skip_clone: true\nsteps: [{ name: greet, image: alpine, commands: [echo hello], environment: { A: { from_secret: token } } }]',
    ...['--secret-from', `token=command:sh -c 'echo touch your key >&2; exec sleep 1000'`],
  );
  await podline.until('touch your key');

  podline.signal('SIGINT');
  const run = await podline.end();

  expect(run.status).toBe(130);
});
