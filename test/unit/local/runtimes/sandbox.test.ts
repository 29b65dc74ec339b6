import { expect, it } from 'vitest';
import { mountTable, sandboxScript } from '../../../../src/local/runtimes/sandbox.js';

const HOST = { folders: ['/usr'], links: [], mounts: [{ path: '/usr', flags: ['nodev'] }], kernelFiles: ['/proc/sys'] };
const SPEC = {
  command: ['true'],
  env: {},
  workingDir: '/',
  hostsFile: '/state/hosts',
  stdin: false,
  folder: '/state/c',
  mounts: [
    { source: '/state/deep', target: '/woodpecker/deep', readOnly: true },
    { source: '/state/with space', target: '/woodpecker', readOnly: false },
  ],
};

it('the mount table binds the system read-only, then the volumes from the outside in', () => {
  expect(
    mountTable(SPEC, HOST, '/root')
      .split('\n')
      .filter((line) => !line.startsWith('/dev/')),
  ).toEqual([
    '/root /root none bind 0 0',
    '/usr /root/usr none rbind,ro,nodev 0 0',
    '/state/with\\040space /root/woodpecker none bind 0 0',
    '/state/deep /root/woodpecker/deep none bind,ro 0 0',
    '/state/hosts /root/etc/hosts none bind,ro 0 0',
    'proc /root/proc proc defaults 0 0',
    '/root/proc/sys /root/proc/sys none bind,ro 0 0',
    '',
  ]);
});

it('the script that builds a container, which stands on a command line, holds no variable', () => {
  const script = sandboxScript({ ...SPEC, env: { TOKEN: 'hush-hush', 'odd.name': 'hush-hush' } }, '/root', '/state/fstab');

  expect(script).not.toContain('hush-hush');
});
