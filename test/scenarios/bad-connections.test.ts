import { expect, vi } from 'vitest';
import { PATIENCE } from '../patience.js';
import type { Bed } from './bed.js';
import { ConnectionProxy } from './connection-proxy.js';
import type { Podline } from './podline.js';
import { scenario } from './scenario.js';

/** Prints numbers, the last of them slowly: a test on a busy machine hears of a line long after it was written. */
const COUNT = `
  skip_clone: true
  steps:
    count:
      image: alpine
      commands:
        - i=0; while [ $i -lt 1000 ]; do i=$((i+1)); echo "line $i"; done
        - while [ $i -lt 1400 ]; do i=$((i+1)); echo "line $i"; sleep 0.01; done
        - while [ $i -lt 1500 ]; do i=$((i+1)); echo "line $i"; sleep 0.1; done
    after: { image: alpine, commands: [echo after] }
`;
const LINES = Array.from({ length: 1500 }, (_, index) => `line ${index + 1}`);

scenario('a run whose connections are cut again and again goes on, and loses nothing', async (bed) => {
  const proxy = await ConnectionProxy.start(bed.kubeconfig);
  try {
    const podline = await startBehind(proxy, bed);
    for (const line of ['line 500', 'line 1100', 'line 1200', 'line 1400']) {
      await podline.until(`"text":"${line}"`);
      // what it had read before the last cut may be told while it has no connection
      await vi.waitFor(() => expect(proxy.cut()).toBeGreaterThan(0), PATIENCE);
    }
    const run = await podline.end();

    expect(run.log('count')).toEqual(LINES);
    expect(run.states).toEqual({ count: 'passed', after: 'passed' });
    expect(run.status).toBe(0);
  } finally {
    proxy.stop();
  }
});

scenario('a run whose connections fall silent makes new ones, and loses nothing', async (bed) => {
  const proxy = await ConnectionProxy.start(bed.kubeconfig);
  try {
    const podline = await startBehind(proxy, bed);
    await podline.until('"text":"line 1100"');
    expect(proxy.stall()).toBeGreaterThan(0);
    const run = await podline.end();

    expect(run.log('count')).toEqual(LINES);
    expect(run.states).toEqual({ count: 'passed', after: 'passed' });
    expect(run.status).toBe(0);
    expect(run.stdout).toContain('"message":"a connection to the cluster was silent for 30 s, and dead: the run goes on');
  } finally {
    proxy.stop();
  }
});

async function startBehind(proxy: ConnectionProxy, bed: Bed): Promise<Podline> {
  const kubeconfig = await bed.write('proxy.kubeconfig', proxy.kubeconfig);
  const args = ['run', 'workflow.yaml', '--output', 'json', '--kubeconfig', kubeconfig, '--namespace', bed.namespace];
  return bed.bare(args, { files: { 'workflow.yaml': COUNT } });
}
