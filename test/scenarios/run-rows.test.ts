import { expect } from 'vitest';
import { scenario } from './scenario.js';

/** Rows of workflow.md, sections 3.7 and 3.8, that no other scenario is about; test/spec-rows.ts has the list of all. */

scenario('3.7 start fails: the step has failed with a reason, and "ignore" is honoured', async (bed) => {
  const run = await bed.run(`
    skip_clone: true
    steps:
      broken: { image: alpine, entrypoint: [/no/such/program], failure: ignore }
      after: { image: alpine, commands: ['echo "$CI_PIPELINE_STATUS"'] }
  `);

  expect(run.result('broken')).toMatchObject({ state: 'error', reason: 'StartError', ignored: true });
  expect(run.log('after')).toEqual(['success']);
  expect(run.status).toBe(0);
});

scenario(
  '3.7 exit code other than 0, and a stage error: who runs beside the step goes on and sees a success, who comes later a failure',
  async (bed) => {
    const run = await bed.run(`
    skip_clone: true
    steps:
      fails: { image: alpine, commands: [exit 7], depends_on: [] }
      beside: { image: alpine, commands: ['sleep 2', 'echo "$CI_PIPELINE_STATUS"'], depends_on: [] }
      later: { image: alpine, commands: ['echo "$CI_PIPELINE_STATUS"'], depends_on: [fails, beside], when: { status: [success, failure] } }
      never: { image: alpine, commands: [echo never], depends_on: [beside, fails] }
  `);

    expect(run.result('fails')).toMatchObject({ state: 'failed', exitCode: 7, message: 'exit code 7' });
    expect(run.states).toEqual({ fails: 'failed', beside: 'passed', later: 'passed', never: 'skipped' });
    expect([run.log('beside'), run.log('later')]).toEqual([['success'], ['failure']]);
    expect(run.status).toBe(1);
  },
);

scenario('3.7 services at workflow end: they are stopped after the last step, which is no failure', async (bed) => {
  const run = await bed.run(`
    skip_clone: true
    services:
      web: { image: alpine, commands: ['echo up', 'sleep 1000'] }
    steps:
      one: { image: alpine, commands: [echo one] }
  `);

  expect(run.states).toEqual({ web: 'passed', one: 'passed' });
  expect(run.status).toBe(0);
});

scenario('3.7 a detached step holds its stage only until it has started', async (bed) => {
  const run = await bed.run(`
    skip_clone: true
    steps:
      watch: { image: alpine, detach: true, commands: [sleep 1000] }
      next: { image: alpine, commands: [echo next] }
  `);

  expect(run.log('next')).toEqual(['next']);
  expect(run.states).toEqual({ watch: 'passed', next: 'passed' });
});

scenario('3.8 the commands share one shell, in the working directory, and each is shown as it is', async (bed) => {
  const run = await bed.run(`
    skip_clone: true
    steps:
      shell:
        image: alpine
        directory: a/b
        commands:
          - pwd
          - A=1
          - f() { echo "f $A"; }
          - cd ..
          - 'f; pwd'
          - echo "$SHELL"
          - 'false || echo "it''s"'
          - (exit 4)
          - echo never
  `);

  const lines = run.events.flatMap((event) => (event.type === 'log' ? [event.text] : []));
  expect(lines).toEqual([
    '+ pwd',
    '/woodpecker/src/a/b',
    '+ A=1',
    '+ f() { echo "f $A"; }',
    '+ cd ..',
    '+ f; pwd',
    'f 1',
    '/woodpecker/src/a',
    '+ echo "$SHELL"',
    '/bin/sh',
    `+ false || echo "it's"`,
    "it's",
    '+ (exit 4)',
  ]);
  expect(run.result('shell').exitCode).toBe(4);
});

scenario('3.8 the exit status is that of the last command', async (bed) => {
  const run = await bed.run('skip_clone: true\nsteps: [{ name: last, image: alpine, commands: [echo a, sh -c "exit 3"] }]');

  expect(run.result('last').exitCode).toBe(3);
});

scenario('3.8 an entrypoint beside commands finds the script in CI_SCRIPT, for a shell of its own', async (bed) => {
  const run = await bed.run(`
    skip_clone: true
    steps:
      own:
        image: alpine
        entrypoint: [/bin/sh, -c, 'echo mine; echo "$CI_SCRIPT" | base64 -d | /bin/sh -e']
        commands: ['echo "in $SHELL"', 'echo "[$CI_SCRIPT]"']
  `);

  expect(run.log('own')).toEqual(['mine', 'in /bin/sh', '[]']);
  expect(run.status).toBe(0);
});

scenario('3.8 credentials for git become a netrc file, and leave the environment', async (bed) => {
  const flags = [
    '--netrc-machine',
    'forge.example',
    '--netrc-username',
    'bot',
    '--secret',
    'netrc_password=hunter22',
    '--repo-trusted-security',
  ];
  const run = await bed.run(
    `
    skip_clone: true
    steps:
      - { name: home, image: alpine, commands: [mkdir home] }
      - name: git
        image: alpine
        environment: { HOME: /woodpecker/src/home }
        commands: ['cat "$HOME/.netrc"', 'ls -l "$HOME/.netrc"', 'echo "[$CI_NETRC_USERNAME$CI_NETRC_PASSWORD]$CI_NETRC_MACHINE"']
    `,
    ...flags,
  );

  const log = run.log('git');
  expect(log.slice(0, 3)).toEqual(['machine forge.example', 'login bot', 'password ********']);
  expect(log[3]).toMatch(/^-rw-------/);
  expect(log[4]).toBe('[]forge.example');
  expect(run.status).toBe(0);
});
