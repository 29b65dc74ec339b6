import { describe, expect, it } from 'vitest';
import { main } from '../../../src/cli/program.js';
import { invocation } from './invocation.js';

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
