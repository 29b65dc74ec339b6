import { describe, expect } from 'vitest';
import { startEndlessRun } from './endless-run.js';
import { scenario } from './scenario.js';

describe('after SIGKILL of the runner', () => {
  scenario('down leaves nothing of a run in the middle of a step', async (bed) => {
    const { podline, run } = await startEndlessRun(bed);
    podline.signal('SIGKILL');
    await podline.end();

    const down = await (await bed.podline(['down', run, '--stop-timeout', '1'])).end();

    expect(down.stdout).toBe(`run ${run}: nothing left on the cluster\n`);
  });

  scenario('gc --all leaves nothing of a run in the middle of a step', async (bed) => {
    const { podline, run } = await startEndlessRun(bed);
    podline.signal('SIGKILL');
    await podline.end();

    const gc = await (await bed.podline(['gc', '--all', '--stop-timeout', '1'])).end();

    expect(gc.stdout).toBe(`run ${run} (running) removed: nothing left on the cluster\n`);
  });

  scenario('gc --all leaves nothing of a run whose first pod was about to be created', async (bed) => {
    const podline = await bed.start(
      'skip_clone: true\nsteps: [{ name: work, image: alpine, commands: [sleep 1000], environment: { A: { from_secret: a } } }]',
      '--secret',
      'a=open-sesame',
      '--output',
      'json',
    );
    await podline.until('"type":"run-started"');
    podline.signal('SIGKILL');
    await podline.end();

    const gc = await (await bed.podline(['gc', '--all', '--stop-timeout', '1'])).end();

    expect(gc.stdout).toMatch(/^run \w+ \(running\) removed: nothing left on the cluster\n$/);
  });

  scenario('gc --all leaves nothing of a run that was being removed', async (bed) => {
    const { podline, run } = await startEndlessRun(bed);
    podline.signal('SIGINT');
    await podline.until('"step-finished"');
    podline.signal('SIGKILL');
    await podline.end();

    const gc = await (await bed.podline(['gc', '--all', '--stop-timeout', '1'])).end();

    // the cluster's own collector may have been faster: then there is no run to tell of
    expect(['', `run ${run} (ending) removed: nothing left on the cluster\n`]).toContain(gc.stdout);
    expect(gc.status).toBe(0);
  });
});
