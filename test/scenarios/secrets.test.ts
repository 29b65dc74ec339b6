import { expect } from 'vitest';
import { scenario } from './scenario.js';

const TOKEN = 'open-sesame-42';
const KEY = '-----BEGIN KEY-----\nc2Vzb21lCg==\n-----END KEY-----';

scenario('steps get secrets, plain and inside of other values, and no output shows them', async (bed) => {
  const workflow = `
    skip_clone: true
    steps:
      plain:
        image: alpine
        environment:
          TOKEN: { from_secret: token }
        commands:
          - echo "length $\${#TOKEN} value $TOKEN"
          - printf %s "$TOKEN" | base64
      lines:
        image: alpine
        environment:
          KEY: { from_secret: key }
        commands: ['echo "$KEY"']
      nested:
        image: alpine
        environment:
          TARGETS: [{ host: example.org, token: { from_secret: token } }]
        commands: ['echo "$TARGETS" | tr s S', 'echo "$TARGETS"']
  `;

  const run = await bed.run(workflow, '--secret', `token=${TOKEN}`, '--secret', `key=${KEY}`);

  expect(run.log('plain')).toEqual([`length ${TOKEN.length} value ********`, '********']);
  expect(run.log('lines')).toEqual(['********', '********', '********']);
  expect(run.log('nested')).toEqual([
    `[{"hoSt":"example.org","token":"${TOKEN.replaceAll('s', 'S')}"}]`,
    '[{"host":"example.org","token":"********"}]',
  ]);
  expect(run.stdout + run.stderr).not.toContain(TOKEN);
  expect(run.stdout + run.stderr).not.toContain('c2Vzb21lCg==');
  expect(run.status).toBe(0);
});

scenario('a secret, also one in the settings of a plugin, is in a Secret and in no pod', async (bed) => {
  const podline = await bed.start(
    `
    skip_clone: true
    steps:
      plugin:
        image: alpine
        depends_on: []
        failure: ignore
        settings:
          targets: [{ host: example.org, token: { from_secret: token } }]
      wait:
        image: alpine
        depends_on: [plugin]
        environment:
          TOKEN: { from_secret: token }
        commands: ['echo "length $\${#TOKEN}"', 'sleep 1000']
    `,
    '--secret',
    `token=${TOKEN}`,
  );
  await podline.until(`length ${TOKEN.length}`);

  const pods = await bed.cluster.list('Pod');
  const secrets = await bed.cluster.list('Secret');
  podline.signal('SIGTERM');
  await podline.end();

  expect(pods).toHaveLength(2);
  expect(JSON.stringify(pods)).not.toContain(TOKEN);
  expect(JSON.stringify(pods)).not.toContain(base64(TOKEN));
  expect(secrets.map((secret) => ('data' in secret ? secret.data : {}))).toEqual(
    expect.arrayContaining([{ TOKEN: base64(TOKEN) }, { PLUGIN_TARGETS: base64(`[{"host":"example.org","token":"${TOKEN}"}]`) }]),
  );
});

scenario('secrets come from a file and from the environment too', async (bed) => {
  const workflow = `
    skip_clone: true
    steps:
      use:
        image: alpine
        environment:
          A: { from_secret: from_file }
          B: { from_secret: from_env }
        commands: ['echo "$\${#A} $\${#B}"']
  `;
  const files = { 'workflow.yaml': workflow, 'secrets.yaml': 'from_file: "12345"\n' };
  const args = ['run', 'workflow.yaml', '--secrets-file', 'secrets.yaml', '--secret', 'from_env', '--output', 'json'];

  const run = await (await bed.podline(args, { files, env: { from_env: '1234567' } })).end();

  expect(run.log('use')).toEqual(['5 7']);
  expect(run.status).toBe(0);
});

scenario('a secret that is too short to be hidden is told, and how long is enough', async (bed) => {
  const workflow = 'skip_clone: true\nsteps:\n  use: { image: alpine, environment: { A: { from_secret: pin } }, commands: [echo x] }\n';

  const run = await bed.run(workflow, '--secret', 'pin=123');

  expect(run.stdout).toContain('secret \\"pin\\" is too short to be hidden in logs: that takes 4 characters');
});

scenario('what steps take of Secrets of the cluster is in no output, nor in the logs read later', async (bed) => {
  const data = { id: base64('the-id-of-aws'), key: base64('line one of it\nline two of it\n') };
  await bed.give(Object.assign({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'aws', namespace: bed.namespace } }, { data }));
  const workflow = `
    skip_clone: true
    steps:
      whole:
        image: alpine
        backend_options: { kubernetes: { secrets: [{ name: aws }] } }
        commands: ['echo "$id"', 'printf %s "$key"']
      file:
        image: alpine
        depends_on: []
        backend_options: { kubernetes: { secrets: [{ name: aws, key: key, target: { file: /run/aws.key } }] } }
        commands: [cat /run/aws.key, 'echo begun', 'sleep 1000']
  `;
  const files = { 'workflow.yaml': workflow };
  const podline = await bed.podline(['run', 'workflow.yaml', '--output', 'json', '--stop-timeout', '1'], { files });
  await podline.until('"text":"begun"');
  await podline.until('"text":"********"');
  const [lease] = await bed.cluster.list('Lease');

  const logs = await (await bed.podline(['logs', lease?.metadata.labels?.['podline.dev/run'] ?? ''])).end();
  podline.signal('SIGINT');
  const output = await podline.end();

  expect(output.log('file')).toEqual(['********', '********', 'begun']);
  expect(logs.stdout).toContain('file  | begun');
  const shown = output.stdout + output.stderr + logs.stdout + logs.stderr;
  expect(['the-id-of-aws', 'one of it', 'two of it'].filter((text) => shown.includes(text))).toEqual([]);
});

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}
