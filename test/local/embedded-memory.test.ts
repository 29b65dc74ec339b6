import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canLimitMemory, canShutIn, EmbeddedCluster, sh } from './embedded-cluster.js';

const LIMIT = { resources: { limits: { memory: '32Mi' } } };

/** Takes more than the limit; 200 MB and no more where there is none. */
const GREEDY = 'head -c 200000000 /dev/zero | tail >/dev/null';

describe.runIf(await canLimitMemory()).each((await canShutIn()) ? ['process', 'process-unsafe'] : ['process-unsafe'])(
  'with the runtime "%s", where this machine can limit memory,',
  (runtime) => {
    let cluster: EmbeddedCluster;
    beforeAll(async () => {
      cluster = await EmbeddedCluster.start({ runtime: runtime === 'process' ? 'process' : 'process-unsafe' });
    });
    afterAll(async () => cluster.stop());

    it('a step that takes more than its limit ends as OOMKilled', async () => {
      await cluster.createPod('greedy', { ...sh(`${GREEDY}; exit $?`), ...LIMIT });

      const { status } = await cluster.ended('greedy');

      expect(status.phase).toBe('Failed');
      expect(status.containerStatuses).toMatchObject([{ state: { terminated: { exitCode: 137, reason: 'OOMKilled' } } }]);
    });

    it('a step of which only a child was killed ends as OOMKilled, whatever its exit code', async () => {
      await cluster.createPod('forgiving', { ...sh(`(${GREEDY}); true`), ...LIMIT });

      const { status } = await cluster.ended('forgiving');

      expect(status.containerStatuses).toMatchObject([{ state: { terminated: { reason: 'OOMKilled' } } }]);
    });

    it('a step that stays within its limit ends as ever, in a cgroup of its own and with all its variables', async () => {
      const step = { command: ['cat', '/proc/self/cgroup', '/proc/self/environ'], env: [{ name: 'odd.name', value: "it's odd" }] };
      await cluster.createPod('modest', { ...step, ...LIMIT });

      const { status } = await cluster.ended('modest');
      const said = await cluster.log('modest');

      expect(status.phase).toBe('Succeeded');
      expect(said).toMatch(/\/podline-\w{6}\n/);
      expect(said.split(/[\0\n]/)).toContain("odd.name=it's odd");
    });

    it('a step without a limit runs in our own cgroup', async () => {
      await cluster.createPod('free', sh('cat /proc/self/cgroup'));
      await cluster.ended('free');

      expect(await cluster.log('free')).toBe(readFileSync('/proc/self/cgroup', 'utf8'));
    });
  },
);
