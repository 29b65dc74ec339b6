import { systemClock } from '../clock.js';
import { tearDownRun } from '../runner/down.js';
import { cancellationOf } from './cancellation.js';
import type { Invocation } from './commands.js';
import { connect } from './connect.js';
import { runOnCluster } from './run-on-cluster.js';
import { settingsOf } from './settings.js';
import { tellTeardown } from './tell-teardown.js';

export async function execute(invocation: Invocation): Promise<number> {
  const { io, flags } = invocation;
  const run = await runOnCluster(invocation);
  const settings = settingsOf(io.env, flags);
  const { signal } = cancellationOf(io);
  const cluster = await connect(settings.namespace, invocation);
  try {
    const teardown = await tearDownRun(cluster, { run, graceSeconds: settings.stopTimeoutSeconds, clock: systemClock, signal });
    return tellTeardown(io, `run ${run}`, teardown);
  } finally {
    cluster.close();
  }
}
