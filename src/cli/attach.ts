import { cancellationOf } from './cancellation.js';
import type { Invocation } from './commands.js';
import { connect } from './connect.js';
import { reportKind } from './report-kind.js';
import { reporterOf } from './reporter.js';
import { resumeRun } from './resume-run.js';
import { runOnCluster } from './run-on-cluster.js';
import { settingsOf } from './settings.js';

/** Goes on with a run whose runner is gone. */
export async function execute(invocation: Invocation): Promise<number> {
  const { io, flags } = invocation;
  const run = await runOnCluster(invocation);
  for (const file of flags.report ?? []) reportKind(file);
  const cluster = await connect(settingsOf(io.env, flags).namespace, invocation);
  const cancellation = cancellationOf(io);
  const reporter = await reporterOf(invocation, cancellation);
  try {
    return await resumeRun(run, cluster, { invocation, reporter, cancellation });
  } finally {
    reporter.close();
    cluster.close();
  }
}
