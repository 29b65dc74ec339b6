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
          - echo "length \${#TOKEN} value $TOKEN"
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
        commands: ['echo "length \${#TOKEN}"', 'sleep 1000']
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
        commands: ['echo "\${#A} \${#B}"']
  `;
  const files = { 'workflow.yaml': workflow, 'secrets.yaml': 'from_file: "12345"\n' };
  const args = ['run', 'workflow.yaml', '--secrets-file', 'secrets.yaml', '--secret', 'from_env', '--output', 'json'];

  const run = await (await bed.podline(args, { files, env: { from_env: '1234567' } })).end();

  expect(run.log('use')).toEqual(['5 7']);
  expect(run.status).toBe(0);
});

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}
