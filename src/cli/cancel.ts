import { systemClock } from '../clock.js';
import { isGone } from '../process-identity.js';
import { minuteOfDay } from '../report/duration.js';
import { cancelRun } from '../runner/cancel.js';
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
    const graceSeconds = settings.stopTimeoutSeconds;
    const end = await cancelRun(cluster, { run, graceSeconds, isGone, clock: systemClock, signal });
    if (end.type === 'removed') return tellTeardown(io, `run ${run} canceled`, end);
    const { namespace } = settings;
    io.stdout.write(`run ${run} has ended, kept until ${minuteOfDay(end.until)}: podline down ${run} -n ${namespace}\n`);
    return 0;
  } finally {
    cluster.close();
  }
}
