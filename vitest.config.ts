import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

const SCENARIOS = ['test/scenarios/**/*.test.ts', 'test/package/**/*.test.ts', 'test/bench/**/*.test.ts'];
/** Most tests wait for a cluster most of their time. */
const WORKERS = availableParallelism() * 2;
const CHAOS = ['test/chaos/**/*.test.ts'];

export default defineConfig({
  test: {
    // no more than guards against waiting for ever: the machine may be busy
    testTimeout: 180_000,
    hookTimeout: 180_000,
    // loading the Kubernetes client takes longer than most tests
    isolate: false,
    projects: [
      {
        extends: true,
        test: {
          name: 'source',
          include: ['test/**/*.test.ts'],
          exclude: [...SCENARIOS, ...CHAOS],
          maxWorkers: WORKERS,
        },
      },
      {
        extends: true,
        test: {
          name: 'program',
          include: SCENARIOS,
          globalSetup: 'test/build.ts',
          maxWorkers: WORKERS,
        },
      },
      {
        // these break the cluster that the others run on
        extends: true,
        test: { name: 'chaos', include: CHAOS, globalSetup: 'test/build.ts', maxWorkers: 1, sequence: { groupOrder: 2 } },
      },
    ],
  },
});
