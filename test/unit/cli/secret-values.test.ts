import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { SecretSource } from '../../../src/cli/secret-sources.js';
import { secretValues } from '../../../src/cli/secret-values.js';
import type { Cluster } from '../../../src/cluster/cluster.js';
import { emptyFolder } from '../store/folder.js';
import { invocation } from './invocation.js';

const SECRET = 'hunter2hunter2';

/** A cluster with one Secret, `vault-copy`. */
const cluster = {
  namespace: 'ci',
  get: async (kind: string, name: string) =>
    kind === 'Secret' && name === 'vault-copy'
      ? { kind, apiVersion: 'v1', metadata: { name }, data: { password: btoa(SECRET), blob: '/w==', none: '' } }
      : undefined,
} as unknown as Cluster;

function valuesOf(
  sources: Readonly<Record<string, SecretSource>>,
  { local, cwd = '/' }: { readonly local?: string; readonly cwd?: string } = {},
) {
  const { io, flags } = invocation({ local }, { cwd, env: { PATH: process.env.PATH ?? '' } });
  return secretValues(new Map(Object.entries(sources)), {
    io,
    flags,
    needed: new Set(['needed']),
    cluster,
    signal: new AbortController().signal,
  });
}

describe('secretValues', () => {
  it('gives values that are there already, also those that only have to be masked', async () => {
    const values = await valuesOf({ needed: { type: 'value', value: '1' }, other: { type: 'value', value: '2' } });

    expect(Object.fromEntries(values)).toEqual({ needed: '1', other: '2' });
  });

  it('runs a command only for a secret that is needed', async () => {
    const cwd = emptyFolder();
    const values = await valuesOf(
      { needed: { type: 'command', command: 'echo value' }, other: { type: 'command', command: 'touch called' } },
      { cwd },
    );

    expect(Object.fromEntries(values)).toEqual({ needed: 'value' });
    expect(existsSync(join(cwd, 'called'))).toBe(false);
  });

  it('asks the cluster only for a secret that is needed', async () => {
    const values = await valuesOf({
      needed: { type: 'kubernetes', reference: 'vault-copy/password' },
      other: { type: 'kubernetes', reference: 'not/there' },
    });

    expect(Object.fromEntries(values)).toEqual({ needed: SECRET });
  });

  it.each([
    ['absent/key', 'there is no Secret "absent" in namespace "ci" to take secret "needed" from', 'kubectl get secrets -n ci'],
    ['vault-copy/absent', 'Secret "vault-copy" has no key "absent" to take secret "needed" from', 'its keys: password, blob, none'],
    ['vault-copy/blob', 'the value in Secret "vault-copy" for secret "needed" is not UTF-8 text', undefined],
    ['vault-copy/none', 'the value in Secret "vault-copy" for secret "needed" is empty', undefined],
  ])('says what is wrong with %s', async (reference, message, hint) => {
    await expect(valuesOf({ needed: { type: 'kubernetes', reference } })).rejects.toMatchObject({ message, hint });
  });

  it('does not look for it on the cluster that --local makes', async () => {
    const values = valuesOf({ needed: { type: 'kubernetes', reference: 'vault-copy/password' } }, { local: 'process' });

    await expect(values).rejects.toMatchObject({ code: 'wrong-secret-source' });
  });
});
