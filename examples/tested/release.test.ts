// node --import tsx --test examples/tested/release.test.ts
import test from 'node:test';
import { App } from 'cdk8s';
import { expectRun, simulate } from 'podline/runner';
import { release } from './release.js';

test('what is built is tested and linted side by side, then published', async () => {
  const run = await simulate(release(new App()), { steps: { build: { seconds: 120 }, test: { seconds: 600 }, lint: { seconds: 30 } } });

  expectRun(run)
    .toHaveRun(['database', 'build', 'test', 'lint', 'publish'])
    .toHaveRunInOrder(['build', 'test', 'publish'])
    .toHaveRunTogether(['test', 'lint', 'database'])
    .toHaveEnded('succeeded');
});

test('nothing is published that was not tested, and somebody is told', async () => {
  const run = await simulate(release(new App()), { steps: { test: { outOfMemory: true } } });

  expectRun(run).toHaveStep('test', { reason: 'OOMKilled' }).toHaveSkipped(['publish']).toHaveEnded('failed');
});

test('a node that is lost under the tests makes nobody test again by hand', async () => {
  const run = await simulate(release(new App()), { steps: { test: [{ seconds: 60, lost: 'evicted' }, {}] } });

  expectRun(run).toHaveStep('test', { state: 'passed', attempt: 2 }).toHaveEnded('succeeded');
});
