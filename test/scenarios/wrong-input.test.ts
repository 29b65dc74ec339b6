import { expect } from 'vitest';
import { scenario } from './scenario.js';

interface Mistake {
  readonly title: string;
  readonly workflow: string;
  readonly flags?: readonly string[];
  /** The first line of standard error. */
  readonly says: RegExp;
}

const STEP = 'skip_clone: true\nsteps:\n  work:\n    image: alpine\n    commands: [echo never]\n';

const mistakes: readonly Mistake[] = [
  { title: 'a file that is not YAML', workflow: 'steps:\n  - {', says: /^workflow\.yaml:\d+:\d+ error\[yaml-syntax\] / },
  { title: 'a file that is no mapping', workflow: '- steps', says: /^workflow\.yaml:1:1 error\[not-a-map\] / },
  { title: 'an empty file', workflow: '', says: /^workflow\.yaml:1:1 error\[/ },
  { title: 'a file without steps', workflow: 'skip_clone: true\n', says: /^workflow\.yaml:1:1 error\[missing-key\] .*step/ },
  {
    title: 'a dependency that is not there',
    workflow: `${STEP}    depends_on: [build]\n`,
    says: /^workflow\.yaml:6:\d+ error\[unknown-step\] .*"build"/,
  },
  {
    title: 'a step that waits for itself',
    workflow: `${STEP}    depends_on: [work]\n`,
    says: /^workflow\.yaml:\d+:\d+ error\[dependency-cycle\] .*work -> work/,
  },
  {
    title: 'a bad quantity',
    workflow: `${STEP}    backend_options: { kubernetes: { resources: { limits: { memory: lots } } } }\n`,
    says: /^workflow\.yaml:6:\d+ error\[\S+\] .*"lots"/,
  },
  {
    title: 'a secret without a value',
    workflow: `${STEP}    environment: { TOKEN: { from_secret: deploy_token } }\n`,
    says: /error\[missing-secret\] .*deploy_token/,
  },
  { title: 'an unknown flag', workflow: STEP, flags: ['--tiemout', '5s'], says: /^error\[usage\] unknown option '--tiemout'/ },
  { title: 'a flag with a wrong value', workflow: STEP, flags: ['--timeout', 'soon'], says: /^error\[wrong-value\] --timeout is "soon"/ },
  {
    title: 'a bad setting',
    workflow: STEP,
    flags: ['--pod-labels', '[not, a, map]'],
    says: /^error\[wrong-setting\] --pod-labels:1:1:/,
  },
];

for (const { title, workflow, flags = [], says } of mistakes) {
  scenario(`${title} is told in one message; nothing is created`, async (bed) => {
    const podline = await bed.start(workflow, ...flags);
    const { status, stdout, stderr } = await podline.end();

    expect(stderr).toMatch(says);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(stderr.match(/error\[/g)).toHaveLength(1);
    expect(stdout).toBe('');
    expect(status).toBe(2);
  });
}

scenario('all mistakes of all files are told together', async (bed) => {
  const files = { 'ci/a.yaml': 'steps:\n  - image: 1\n    comands: x\n', 'ci/b.yaml': 'steps: {}\n' };

  const { status, stderr } = await (await bed.podline(['run', 'ci'], { files })).end();

  expect(stderr).toMatch(/^ci\/a\.yaml:/m);
  expect(stderr).toMatch(/^ci\/b\.yaml:/m);
  expect(stderr).toMatch(/did you mean "commands"\?/);
  expect(stderr).toMatch(/· nothing was created$/m);
  expect(status).toBe(2);
});

scenario('a workflow that is not there is told', async (bed) => {
  const missing = await (await bed.podline(['run', 'nowhere.yaml'])).end();
  const none = await (await bed.podline(['run'])).end();

  expect(missing.stderr).toMatch(/^error\[no-workflow-found\] there is no file "nowhere\.yaml"$/m);
  expect(none.stderr).toMatch(/^error\[no-workflow-found\] .*: neither \.woodpecker, \.woodpecker\.yaml nor \.woodpecker\.yml$/m);
  expect([missing.status, none.status]).toEqual([2, 2]);
});
