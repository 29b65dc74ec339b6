import { systemClock } from '../clock.js';
import { collectRuns } from '../runner/gc.js';
import { cancellationOf } from './cancellation.js';
import type { Invocation } from './commands.js';
import { connect } from './connect.js';
import { runStatusText } from './run-status-text.js';
import { settingsOf } from './settings.js';
import { tellTeardown } from './tell-teardown.js';

const HOUR = 3600;

export async function execute(invocation: Invocation): Promise<number> {
  const { io, flags } = invocation;
  const settings = settingsOf(io.env, flags);
  const { signal } = cancellationOf(io);
  const cluster = await connect(settings.namespace, invocation);
  try {
    let status = 0;
    const silentFor = flags.all ? 'all' : (flags['older-than'] ?? HOUR);
    const graceSeconds = settings.stopTimeoutSeconds;
    for await (const { run, status: was, teardown } of collectRuns(cluster, { silentFor, graceSeconds, clock: systemClock, signal })) {
      const said = `run ${run} (${runStatusText(was)})`;
      if (teardown) status = Math.max(status, tellTeardown(io, `${said} removed`, teardown));
      else io.stdout.write(`${said} stays\n`);
    }
    return status;
  } finally {
    cluster.close();
  }
}
