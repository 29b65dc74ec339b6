import { describe, expect, it } from 'vitest';
import { unreachableError } from '../../../src/cluster/connection-errors.js';

const intent = { action: 'create', object: 'Pod/x' };

describe('unreachableError', () => {
  it.each([
    ['ECONNREFUSED', 'connect ECONNREFUSED 10.0.0.1:6443', 'nothing listens there (ECONNREFUSED)'],
    ['ENOTFOUND', 'getaddrinfo ENOTFOUND k8s', 'the host name is unknown (ENOTFOUND)'],
    ['ETIMEDOUT', 'no answer within 30 s', 'no answer within 30 s'],
    ['ESOMETHING', 'something else', 'something else'],
  ])('says what %s means, and may pass', (code, message, words) => {
    const error = unreachableError(Object.assign(new Error(message), { code }), 'https://k8s:6443', intent);

    expect(error.message).toBe(`cannot create Pod/x: the API server at https://k8s:6443 cannot be reached: ${words}`);
    expect(error).toMatchObject({ code: 'unreachable', retryable: true, object: 'Pod/x' });
  });

  it.each(['DEPTH_ZERO_SELF_SIGNED_CERT', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'CERT_HAS_EXPIRED', 'ERR_TLS_CERT_ALTNAME_INVALID', 'EPROTO'])(
    'takes %s as final and names the certificate',
    (code) => {
      const error = unreachableError(Object.assign(new Error('bad'), { code }), 'https://k8s:6443', intent);

      expect(error.message).toContain(`its certificate or TLS is not accepted: bad (${code})`);
      expect(error.hint).toContain('certificate-authority-data');
      expect(error.retryable).toBe(false);
    },
  );
});
