import { expect, test, vi } from 'vitest';
import { SLOW_PATIENCE } from '../patience.js';
import { Bed, type TestCluster } from './bed.js';
import { startEmbedded } from './embedded-test-cluster.js';
import { connectReal } from './real-test-cluster.js';

const REAL = process.env.PODLINE_E2E_KUBECONFIG;

const onEmbedded = testOn(startEmbedded);
const onReal = testOn(() => connectReal(REAL ?? ''));

type Body = (bed: Bed) => Promise<void>;

/** A test of whole runs of the built program, on the embedded and on the real cluster. At its end nothing may be left of its runs. */
export function scenario(title: string, body: Body): void {
  onEmbedded.concurrent(title, async ({ bed }) => play(body, bed));
  realScenario(title, body);
}

/** A {@link scenario} that holds however many pods are created before their turn: none, as many as by default, eight. */
export function scenarioAtEachPace(title: string, body: Body): void {
  for (const ahead of [undefined, 0, 8]) {
    const flags = ahead === undefined ? [] : ['--ahead', String(ahead)];
    scenario([title, ...flags].join(' '), async (bed) => body(bed.withFlags(...flags)));
  }
}

/** A {@link scenario} about what only a real cluster has: rights, admission, quota, registries, cgroups. */
export function realScenario(title: string, body: Body): void {
  const name = `${title} (cluster of PODLINE_E2E_KUBECONFIG)`;
  if (REAL) onReal.concurrent(name, async ({ bed }) => play(body, bed));
  // concurrent like the others: a test between them that is not would part them
  else test.concurrent.skip(name);
}

async function play(body: Body, bed: Bed): Promise<void> {
  try {
    await body(bed);
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : error}\n\nThe program printed:\n${bed.printed}`, { cause: error });
  }
  await expectNothingLeft(bed);
}

async function expectNothingLeft(bed: Bed): Promise<void> {
  expect(await bed.left()).toEqual([]);
  await vi.waitFor(async () => expect(await bed.leftOutside()).toEqual([]), SLOW_PATIENCE);
}

function testOn(start: () => Promise<TestCluster>) {
  return test
    .extend<{ readonly testCluster: TestCluster }>({
      testCluster: [
        // biome-ignore lint/correctness/noEmptyPattern: vitest reads from the pattern what the fixture needs
        async ({}, use) => {
          const testCluster = await start();
          await use(testCluster);
          await testCluster.stop();
        },
        { scope: 'file' },
      ],
    })
    .extend<{ readonly bed: Bed }>({
      bed: async ({ testCluster }, use) => {
        const bed = await Bed.make(testCluster);
        await use(bed);
        await bed.remove();
      },
    });
}
