import { describe, expect, it } from 'vitest';
import { registryWords, runtimeWords, schedulerWords } from '../../../src/runner/words.js';

describe('registryWords', () => {
  it.each([
    [
      'Back-off pulling image "absent:1": ErrImagePull: rpc error: code = NotFound desc = failed to pull and unpack image "docker.io/library/absent:1": failed to resolve reference "docker.io/library/absent:1": docker.io/library/absent:1: not found',
      'docker.io/library/absent:1: not found',
    ],
    [
      'Failed to pull image "private.test/a:1": failed to pull and unpack image "private.test/a:1": failed to resolve reference "private.test/a:1": pulling from host private.test failed with status code [manifests 1]: 401 Unauthorized',
      'pulling from host private.test failed with status code [manifests 1]: 401 Unauthorized',
    ],
    [
      'rpc error: code = Unknown desc = Error response from daemon: pull access denied for a, repository does not exist',
      'pull access denied for a, repository does not exist',
    ],
    [
      'failed to pull and unpack image "r.test/a:1": failed to resolve reference "r.test/a:1": failed to do request: Head "https://r.test/v2/": dial tcp:\n lookup r.test: no such host',
      'Head "https://r.test/v2/": dial tcp: lookup r.test: no such host',
    ],
    ['Back-off pulling image "a:1"', 'Back-off pulling image "a:1"'],
  ])('keeps the last word of %j', (text, expected) => {
    expect(registryWords(text)).toBe(expected);
  });
});

describe('schedulerWords', () => {
  it.each([
    [
      '0/1 nodes are available: 1 Insufficient cpu. no new claims to deallocate, preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.',
      '0/1 nodes are available: 1 Insufficient cpu',
    ],
    [
      '0/3 nodes are available: 1 node(s) had untolerated taint {team: gpu}, 2 Insufficient memory. preemption: 0/3 nodes are available: 3 No preemption victims found for incoming pod.',
      '0/3 nodes are available: 1 node(s) had untolerated taint {team: gpu}, 2 Insufficient memory',
    ],
    [
      '0/1 nodes are available: pod has unbound immediate PersistentVolumeClaims. not found',
      '0/1 nodes are available: pod has unbound immediate PersistentVolumeClaims',
    ],
    [
      '0/1 nodes are available: persistentvolumeclaim "absent" not found. not found',
      '0/1 nodes are available: persistentvolumeclaim "absent" not found',
    ],
    [
      '0/1 nodes are available: 1 node(s) had volume node affinity conflict.',
      '0/1 nodes are available: 1 node(s) had volume node affinity conflict',
    ],
  ])('keeps what no node offers of %j', (text, expected) => {
    expect(schedulerWords(text)).toBe(expected);
  });
});

describe('runtimeWords', () => {
  it('keeps what the container runtime could not do', () => {
    const text =
      'Error: failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init: mkdir /bin/sh: not a directory: unknown';

    expect(runtimeWords(text)).toBe('mkdir /bin/sh: not a directory');
  });
});
