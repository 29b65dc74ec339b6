import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect } from 'vitest';
import type { Kind } from '../../src/cluster/cluster.js';
import type { Bed } from './bed.js';
import { scenario } from './scenario.js';

/** Twenty secrets of all shapes, and in no other test: its processes are looked at, too. */
const SECRETS = [
  'plain-old-password',
  'with blanks in it',
  ' blanks around it ',
  `quotes "double" and 'single'`,
  'back\\slash\\n',
  '$HOME $(id) `id`',
  '%d %s 100%',
  'a.b*c+d?e[f]g(h)i{j}k|l^m',
  '--looks-like=a-flag',
  '{"json":"of a service account"}',
  '<xml>&amp;</xml>',
  'https://user:pass@example.org/?q=1&r=2',
  'ünïcödé-pässwörd',
  'emoji-🔑-key',
  '9081726354',
  'true-ish',
  'c2VjcmV0LWluLWJhc2U2NA==',
  'tab\there',
  'x'.repeat(2000),
  '-----BEGIN KEY TO NOWHERE-----\nb3Blbi1zZXNhbWU\nc2hlbS1zaGVtLXdl\n-----END KEY TO NOWHERE-----\n',
];
const NAMES = SECRETS.map((_, index) => `secret_${index}`);
const VARIABLES = NAMES.map((name) => name.toUpperCase());

const WORKFLOW = `
  skip_clone: true
  steps:
    show:
      image: alpine
      environment:
${VARIABLES.map((variable, index) => `        ${variable}: { from_secret: ${NAMES[index]} }`).join('\n')}
      commands:
        - echo ${VARIABLES.map((variable) => `"$\${#${variable}}"`).join(' ')}
${VARIABLES.map((variable) => `        - printf '%s\\n' "$${variable}"; printf %s "$${variable}" | base64; set -x; true "$${variable}"; set +x`).join('\n')}
    nested:
      image: alpine
      environment:
        ALL: [{ secrets: [${NAMES.map((name) => `{ from_secret: ${name} }`).join(', ')}] }]
      commands: ['echo "$ALL"', 'echo begun', 'sleep 1000']
`;

const READABLE: readonly Kind[] = ['Pod', 'ConfigMap', 'Lease', 'Service', 'PersistentVolumeClaim', 'Event'];

scenario('twenty secrets from five sources are in Secrets and nowhere else', async (bed) => {
  const { flags, env } = await given(bed);
  await bed.write('workflow.yaml', WORKFLOW);
  const manifest = await (await bed.bare(['synth', 'workflow.yaml', '-o', '-'])).end();
  const podline = await bed.podline(['run', 'workflow.yaml', '--output', 'json', '--verbose', ...flags], { env });
  await podline.until('"text":"begun"');

  const objects = (await Promise.all(READABLE.map((kind) => bed.cluster.list(kind)))).flat();
  const secrets = await bed.cluster.list('Secret', { labelSelector: 'podline.dev/run' });
  const [run = ''] = secrets.map(({ metadata }) => metadata.labels?.['podline.dev/run']);
  const commandLines = await allCommandLines();
  const live = await (await bed.podline(['logs', run])).end();
  podline.signal('SIGTERM');
  const output = await podline.end();
  const later = await (await bed.podline(['logs', run])).end();

  const places = {
    manifest: manifest.stdout + manifest.stderr,
    objects: objects.map((object) => JSON.stringify(object) + unpacked(object)).join('\n'),
    commandLines,
    output: output.stdout + output.stderr,
    'logs, live': live.stdout + live.stderr,
    'logs, later': later.stdout + later.stderr,
    saved: await textsBelow(join(bed.folder, '.podline')),
  };
  const hits = Object.entries(places).flatMap(([place, text]) => secretsIn(text).map((name) => `${name} in ${place}`));
  expect(hits).toEqual([]);
  // they were there to be found
  expect(output.log('show')[0]).toMatch(/^18 17 18 /);
  expect([live, later].map(({ stdout }) => stdout.includes('show   | 18 17 18 '))).toEqual([true, true]);
  expect(secretsIn(JSON.stringify(secrets))).toEqual(NAMES);
  expect(Object.values(places).every((text) => text.length > 100)).toBe(true);
});

/** Every fifth secret comes from the same kind of source. */
async function given(bed: Bed): Promise<{ readonly flags: readonly string[]; readonly env: Readonly<Record<string, string>> }> {
  const every = (first: number) =>
    SECRETS.map((value, index) => [NAMES[index] ?? '', value] as const).filter((_, index) => index % 5 === first);
  await bed.give({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'vault-copy', namespace: bed.namespace },
    data: Object.fromEntries(every(0).map(([name, value]) => [name, Buffer.from(value).toString('base64')])),
  } as Parameters<typeof bed.give>[0]);
  const file = await bed.write('secrets.json', JSON.stringify(Object.fromEntries(every(4))));
  return {
    flags: [
      ...every(0).flatMap(([name]) => ['--secret-from', `${name}=kubernetes:vault-copy/${name}`]),
      // the line end that is cut is not the value's own
      ...every(1).flatMap(([name]) => ['--secret-from', `${name}=command:printenv VAULT_${name}`]),
      ...every(2).flatMap(([name]) => ['--secret', name]),
      ...['--secrets-env', 'CI_SECRET_'],
      ...['--secrets-file', file],
    ],
    env: Object.fromEntries([
      ...every(1).map(([name, value]) => [`VAULT_${name}`, value]),
      ...every(2),
      ...every(3).map(([name, value]) => [`CI_SECRET_${name.toUpperCase()}`, value]),
    ]),
  };
}

/** Names of the secrets that a text shows: as they are, each of their lines, or encoded. */
function secretsIn(text: string): readonly string[] {
  return NAMES.filter((_, index) => formsOf(SECRETS[index] ?? '').some((form) => text.includes(form)));
}

function formsOf(value: string): readonly string[] {
  const lines = value
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const inner = (text: string) => JSON.stringify(text).slice(1, -1);
  return [...lines, ...lines.map(inner), ...lines.map(encodeURIComponent), Buffer.from(value).toString('base64').replace(/=+$/, '')];
}

/** What a ConfigMap has packed. */
function unpacked(object: object): string {
  const { binaryData = {} } = object as { readonly binaryData?: Readonly<Record<string, string>> };
  return Object.values(binaryData)
    .map((packed) => gunzipSync(Buffer.from(packed, 'base64')).toString())
    .join('\n');
}

/** Arguments of all processes of this machine. */
async function allCommandLines(): Promise<string> {
  const processes = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const lines = await Promise.all(processes.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')));
  return lines.join('\n');
}

async function textsBelow(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return (await Promise.all(files.map((file) => readFile(file, 'utf8')))).join('\n');
}
