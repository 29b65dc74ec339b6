import { describe, expect, it } from 'vitest';
import { pullSecret } from '../../../src/plan/pull-secret.js';

const options = { file: 'config.json', name: 'registry', namespace: 'ci' };

describe('pullSecret', () => {
  it('takes the credentials of a Docker configuration, and nothing else', () => {
    const auth = { auth: 'Y2k6cHVsbC1tZQ==' };

    const secret = pullSecret(JSON.stringify({ auths: { 'a.test': auth, 'b.test': {} }, credsStore: 'x' }), options);

    const { data } = secret as unknown as { readonly data: Readonly<Record<string, string>> };
    expect(secret).toMatchObject({
      kind: 'Secret',
      type: 'kubernetes.io/dockerconfigjson',
      metadata: { name: 'registry', namespace: 'ci' },
    });
    expect(JSON.parse(Buffer.from(data['.dockerconfigjson'] ?? '', 'base64').toString())).toEqual({ auths: { 'a.test': auth } });
  });

  it.each(['', 'hunter2', '[]', '{}', '{"auths": {"a.test": {}}}'])('refuses %j without repeating it', (text) => {
    expect(() => pullSecret(text, options)).toThrow(/^"config\.json" has no credentials under "auths"$/);
  });
});
