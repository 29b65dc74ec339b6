import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { Podline, ROOT } from './podline.js';

// on a busy machine it takes its time
const timeout = 120_000;

function simulate(file: string, ...flags: readonly string[]) {
  return new Podline(['simulate', join('examples', file), ...flags], { cwd: ROOT }).end();
}

it('simulate tells what a run would come to, in the time that it would take', { timeout }, async () => {
  const run = await simulate('diamond.yaml', '--output', 'json', '--takes', 'slow=20m');

  const { startedAt, finishedAt, outcome, leftovers } = run.report;
  expect({ outcome, leftovers }).toEqual({ outcome: 'succeeded', leftovers: [] });
  expect(finishedAt - startedAt).toBeGreaterThan(1_200_000);
  expect(run.status).toBe(0);
});

it('simulate lets steps end as they are told, and ends as the run would', { timeout }, async () => {
  const run = await simulate('tested/main.ts', '--ends', 'test=evicted', '--ends', 'test=oom');

  expect(run.stderr).toMatch(/^test +. error after .*evicted.*trying again$/m);
  expect(run.stderr).toMatch(/^test#2 +. failed in .*out of memory/m);
  expect(run.stderr).toMatch(/^publish +. skipped: test failed$/m);
  expect(run.stderr).toMatch(/^podline .* · virtual time$/m);
  expect(run.stderr).toMatch(/^failed after .* of virtual time/m);
  expect(run.stderr).not.toContain('cluster');
  expect(run.status).toBe(1);
});

it.each([
  ['--takes', 'build', 'give it STEP=TIME, such as build=90s'],
  ['--takes', 'build=soon', 'give it a time such as 90s, 10m or 1h30m'],
  ['--ends', 'build=badly', 'give it exit:N, oom, evicted or deleted'],
  ['--ends', 'biuld=oom', 'there is '],
])('simulate refuses %s %s', async (flag, value, hint) => {
  const run = await simulate('diamond.yaml', flag, value);

  expect(run.stderr).toContain(hint);
  expect(run.status).toBe(2);
});

it('the example of a pipeline with tests passes them, with the test runner of Node', { timeout }, async () => {
  const args = ['--import', 'tsx', '--test', 'examples/tested/release.test.ts'];

  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: ROOT });

  expect(stdout).toMatch(/^# pass 3$|^ℹ pass 3$/m);
});
