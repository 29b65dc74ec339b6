import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { secretSources } from '../../../src/cli/secret-sources.js';
import { emptyFolder } from '../store/folder.js';
import { invocation } from './invocation.js';

const SECRET = 'hunter2hunter2';

describe('secretSources', () => {
  it('takes each secret from the nearest source: --secret, --secret-from, --secrets-env, --secrets-file', async () => {
    const cwd = emptyFolder();
    writeFileSync(join(cwd, 'secrets.yaml'), 'a: file\nb: file\nc: file\nd: file\n');
    const flags = {
      secret: ['a=flag'],
      'secret-from': ['a=command:program', 'b=command:program'],
      'secrets-env': 'CI_SECRET_',
      'secrets-file': 'secrets.yaml',
    };
    const env = { CI_SECRET_A: 'env', CI_SECRET_B: 'env', CI_SECRET_C: 'env' };

    const sources = await secretSources(invocation(flags, { cwd, env }));

    expect(Object.fromEntries(sources)).toEqual({
      a: { type: 'value', value: 'flag' },
      b: { type: 'command', command: 'program' },
      c: { type: 'value', value: 'env' },
      d: { type: 'value', value: 'file' },
    });
  });

  it.each([
    ['TOKEN=a=b', { token: { type: 'value', value: 'a=b' } }],
    ['TOKEN=', { token: { type: 'value', value: '' } }],
    ['TOKEN', { token: { type: 'value', value: 'of the variable' } }],
  ])('reads --secret %s', async (given, expected) => {
    const sources = await secretSources(invocation({ secret: [given] }, { env: { TOKEN: 'of the variable' } }));

    expect(Object.fromEntries(sources)).toEqual(expected);
  });

  it.each([
    ['token=kubernetes:vault-copy/password', { type: 'kubernetes', reference: 'vault-copy/password' }],
    ['token=command:op read "op://My Vault/token"', { type: 'command', command: 'op read "op://My Vault/token"' }],
  ])('reads --secret-from %s', async (given, expected) => {
    const sources = await secretSources(invocation({ 'secret-from': [given] }));

    expect(sources.get('token')).toEqual(expected);
  });

  it.each([
    ['--secret', { secret: [`=${SECRET}`] }],
    ['--secret', { secret: [''] }],
    ['--secret-from', { 'secret-from': ['=command:program'] }],
  ])('refuses %s without a name', async (flag, flags) => {
    await expect(secretSources(invocation(flags))).rejects.toMatchObject({ code: 'wrong-value', message: `${flag} names no secret` });
  });

  it.each([`token=${SECRET}`, SECRET, `token=kubernetes:${SECRET}`, `token=kubernetes:/${SECRET}`, `token=kubernetes:a/b/${SECRET}`])(
    'refuses --secret-from %s without repeating what may be a secret',
    async (given) => {
      const reading = secretSources(invocation({ 'secret-from': [given] }));

      const error: Error = await reading.then(
        () => expect.fail('nothing was refused'),
        (reason) => reason,
      );
      expect(error).toMatchObject({ code: 'wrong-secret-source', hint: expect.not.stringContaining(SECRET) });
      expect(error.message).not.toContain(SECRET);
    },
  );

  it('takes nothing but what has the prefix and a name behind it from the environment', async () => {
    const env = { CI_SECRET_DB_PASSWORD: '1', CI_SECRET_: '2', OTHER: '3', ci_secret_x: '4' };

    const sources = await secretSources(invocation({ 'secrets-env': 'CI_SECRET_' }, { env }));

    expect([...sources.keys()]).toEqual(['db_password']);
  });

  it('refuses an empty prefix: every variable would be a secret', async () => {
    await expect(secretSources(invocation({ 'secrets-env': '' }))).rejects.toMatchObject({ code: 'wrong-value' });
  });

  it.each([
    ['no YAML', `token: "${SECRET}\n  x: [`, 'yaml-syntax'],
    ['a list', `- ${SECRET}`, 'wrong-secrets-file'],
    ['a map in it', `token: { text: ${SECRET} }`, 'wrong-secrets-file'],
    ['a filter that is no list', `token: { value: ${SECRET}, events: push }`, 'wrong-secrets-file'],
  ])('refuses a file with %s without repeating what is in it', async (_, text, code) => {
    const cwd = emptyFolder();
    writeFileSync(join(cwd, 'secrets.yaml'), text);

    const reading = secretSources(invocation({ 'secrets-file': 'secrets.yaml' }, { cwd }));

    const error: Error = await reading.then(
      () => expect.fail('nothing was refused'),
      (reason) => reason,
    );
    expect(error).toMatchObject({ code });
    expect(`${error.message} ${error.cause}`).not.toContain(SECRET);
  });
});
