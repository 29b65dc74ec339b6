import { describe, expect, it } from 'vitest';
import { SPEC_HASH } from '../../../src/contract/annotations.js';
import { withSpecHash } from '../../../src/contract/spec-hash.js';

function pod(image: string, name = 'a') {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, annotations: { kept: 'yes' } },
    spec: { containers: [{ name: 'step', image }] },
  };
}

function hashOf(image: string, name?: string) {
  return withSpecHash(pod(image, name)).metadata.annotations?.[SPEC_HASH];
}

describe('withSpecHash', () => {
  it('adds 16 hexadecimal digits to the annotations and leaves everything else', () => {
    const hashed = withSpecHash(pod('alpine'));

    expect(hashed).toEqual({
      ...pod('alpine'),
      metadata: { name: 'a', annotations: { kept: 'yes', [SPEC_HASH]: expect.stringMatching(/^[0-9a-f]{16}$/) } },
    });
  });

  it('is the same for the same spec, whatever the metadata say', () => {
    expect(hashOf('alpine', 'a')).toBe(hashOf('alpine', 'b'));
  });

  it('is another for another spec', () => {
    expect(hashOf('alpine')).not.toBe(hashOf('alpine:3'));
  });

  it('leaves the object that it was given', () => {
    const given = pod('alpine');

    withSpecHash(given);

    expect(given).toEqual(pod('alpine'));
  });
});
