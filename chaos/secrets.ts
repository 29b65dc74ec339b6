import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Bed as NamespaceBed } from '../test/scenarios/bed.js';
import type { Bed } from './bed.js';
import { type ClusterProofOptions, demand, type Figures } from './proof.js';
import { Random } from './random.js';
import { cutEverywhere } from './secrets/cuts.js';
import { randomSecrets, secretsIn } from './secrets/random-secrets.js';

const SECRETS = 20;
const FINISHING = 'nearly finished';
/** A text that was not looked through is found clean. */
const LEAST_CHARACTERS = 100;

const GREP = `${SECRETS} secrets: grep over manifests, objects, events, command lines, logs and output, .podline/, errors`;
const FUZZ = 'masking fuzz with cuts at every offset';
export const ROWS = [GREP, FUZZ];

type Secrets = ReadonlyMap<string, string>;

/** No secret is shown anywhere but in the Secrets that carry it. */
export async function prove({ seed, bed }: ClusterProofOptions): Promise<Figures> {
  const secrets = randomSecrets(new Random(seed), SECRETS);
  const places = await bed.inNamespace(async (namespace) => placesOf(secrets, { bed, namespace }));
  for (const [place, text] of Object.entries(places)) {
    const seen = secretsIn(text, secrets);
    demand(seen.length === 0, `${seen.join(', ')} shown in ${place}`);
    demand(text.length >= LEAST_CHARACTERS, `nothing is in ${place}: nothing was proved`);
  }
  const offsets = cutEverywhere(secrets);
  return [
    {
      what: GREP,
      figure: `0 hits in ${Object.values(places).join('').length} characters`,
      mustShow: '0 hits',
    },
    { what: FUZZ, figure: `0 hits in ${offsets} cuts`, mustShow: '0 hits' },
  ];
}

interface Place {
  readonly bed: Bed;
  readonly namespace: NamespaceBed;
}

/** Text of everything where a secret could show, after and while a step prints all of them and fails. */
async function placesOf(secrets: Secrets, { bed, namespace }: Place): Promise<Readonly<Record<string, string>>> {
  const file = await namespace.write('secrets.json', JSON.stringify(Object.fromEntries(secrets)));
  const wrong = await namespace.write('wrong.yaml', [...secrets.values()].map((value) => `"${value}: [`).join('\n'));
  await namespace.write('workflow.yaml', workflowText([...secrets.keys()]));
  const manifest = await (await namespace.bare(['synth', 'workflow.yaml', '-o', '-'])).end();
  const refusal = await (await namespace.podline(['run', 'workflow.yaml', '--verbose', '--secrets-file', wrong])).end();
  demand(refusal.status === 2, `a wrong file of secrets ended with ${refusal.status}`);
  const podline = await namespace.podline(['run', 'workflow.yaml', '--verbose', '--secrets-file', file, '--stop-timeout', '1']);
  await podline.until(`| ${FINISHING}`);
  const get = async (kinds: string) => bed.kubectl('get', kinds, '--output', 'json', '--namespace', namespace.namespace);
  const objects = await get('all,configmaps,leases,persistentvolumeclaims');
  const given = await get('secrets');
  const processes = await commandLines();
  const output = await podline.end();
  const events = await get('events');
  const shown = secretsIn(decoded(given).join('\n'), secrets);
  demand(shown.length === SECRETS, 'the secrets are not all in Secrets: nothing was proved');
  demand(output.status === 1 && output.stdout.includes('********'), `the run was to print masks and to fail: ${output.stderr}`);
  return {
    manifests: manifest.stdout + manifest.stderr,
    objects: objects + unpacked(objects),
    events,
    'command lines': processes,
    'logs and output': output.stdout + output.stderr,
    '.podline/': await textBelow(path.join(namespace.folder, '.podline')),
    errors: refusal.stdout + refusal.stderr,
  };
}

function workflowText(names: readonly string[]): string {
  const environment = Object.fromEntries(names.map((name) => [name.toUpperCase(), { from_secret: name }]));
  const prints = names.map((name) => `printf '%s\\n' "$${name.toUpperCase()}"; printf %s "$${name.toUpperCase()}" | base64 -w 0; echo`);
  return JSON.stringify({
    skip_clone: true,
    steps: {
      print: { image: 'alpine', environment, commands: [...prints, 'env', `echo ${FINISHING}`, 'sleep 3', ...prints, 'exit 1'] },
    },
  });
}

/** Values in a list of Secrets. */
function decoded(list: string): readonly string[] {
  const { items }: { readonly items: readonly { readonly data?: Readonly<Record<string, string>> }[] } = JSON.parse(list);
  return items.flatMap(({ data = {} }) => Object.values(data)).map((value) => Buffer.from(value, 'base64').toString());
}

/** What ConfigMaps in a list have packed. */
function unpacked(list: string): string {
  const { items }: { readonly items: readonly { readonly binaryData?: Readonly<Record<string, string>> }[] } = JSON.parse(list);
  const packed = items.flatMap(({ binaryData = {} }) => Object.values(binaryData));
  demand(packed.length > 0, 'no ConfigMap holds the pods: nothing was proved');
  return packed.map((text) => gunzipSync(Buffer.from(text, 'base64')).toString()).join('\n');
}

/** Arguments of all processes of this machine. */
async function commandLines(): Promise<string> {
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  return textOf(ids.map((id) => `/proc/${id}/cmdline`));
}

async function textBelow(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return textOf(entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name)));
}

/** A process may end while it is looked at. */
async function textOf(files: readonly string[]): Promise<string> {
  return (await Promise.all(files.map((file) => readFile(file, 'utf8').catch(() => '')))).join('\n');
}
