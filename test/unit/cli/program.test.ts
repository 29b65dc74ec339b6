import { describe, expect, it } from 'vitest';
import { main, readArguments } from '../../../src/cli/program.js';
import { invocation } from './invocation.js';

describe('readArguments', () => {
  it('takes the flags of the Woodpecker agent for those of podline', () => {
    const { io } = invocation({});
    const argv = ['run', '--backend-k8s-volume-size', '5G', '--backend-k8s-pod-image-pull-secret-names=a,b', 'w.yaml'];

    const asked = readArguments({ ...io, argv });

    expect(asked?.invocation).toMatchObject({ flags: { 'volume-size': '5G', 'pull-secret-names': 'a,b' }, args: ['w.yaml'] });
  });
});

describe('main', () => {
  it.each(['--secretz=token=hunter2', "--secretz=it's 'hunter2'", '--secretz=two\nlines of hunter2', '--quiet=hunter2'])(
    'does not repeat what stands behind the name in %j, which it does not know',
    async (option) => {
      const { io, err } = invocation({});

      const status = await main({ ...io, argv: ['run', option, 'w.yaml'] });

      expect(err.bytes.toString()).toMatch(/^error\[usage\] unknown option '--\w+'\n/);
      expect(err.bytes.toString()).not.toContain('hunter2');
      expect(status).toBe(2);
    },
  );
});
