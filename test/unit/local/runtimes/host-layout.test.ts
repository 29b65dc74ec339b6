import { expect, it } from 'vitest';
import { mountsBelow } from '../../../../src/local/runtimes/host-layout.js';

const MOUNT_INFO = [
  '1 0 254:0 / / rw,relatime - ext4 /dev/vda rw',
  '2 1 0:5 / /etc/hosts rw,nosuid,nodev,relatime - tmpfs x rw',
  '3 1 0:5 / /opt ro,noexec,relatime - tmpfs x rw',
  '4 3 0:5 / /opt/with\\040space rw,relatime - tmpfs x rw',
  '5 1 0:5 / /etcetera rw,relatime - tmpfs x rw',
  '',
].join('\n');

it('finds every mount on and below the folders, with the options that the kernel insists on, outermost first', () => {
  expect(mountsBelow(['/usr', '/etc', '/opt'], MOUNT_INFO)).toEqual([
    { path: '/usr', flags: [] },
    { path: '/etc', flags: [] },
    { path: '/etc/hosts', flags: ['nosuid', 'nodev'] },
    { path: '/opt', flags: ['noexec'] },
    { path: '/opt/with space', flags: [] },
  ]);
});
