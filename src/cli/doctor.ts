import { randomBytes } from 'node:crypto';
import { systemClock } from '../clock.js';
import type { Cluster } from '../cluster/cluster.js';
import { runIdFrom } from '../contract/names.js';
import { examine } from '../doctor/examine.js';
import { platformOf } from '../model/platform.js';
import type { Finding } from '../report/finding.js';
import { findingsSummary, findingText } from '../report/findings-text.js';
import { colored, plain } from '../report/paint.js';
import { cancellationOf } from './cancellation.js';
import type { Invocation } from './commands.js';
import { connect } from './connect.js';
import { runtimeOf } from './embedded-runtime.js';
import { settingsOf } from './settings.js';
import { wantsColor } from './terminal.js';

const CLUSTER_PREVENTS = 3;
const PROBE_IMAGE = 'busybox';
const PROBE_SECONDS = 12;

/** Looks at the cluster as runs would use it, and says what to fix. The exit status is 3 where a run would fail. */
export async function execute(invocation: Invocation): Promise<number> {
  const { io, flags } = invocation;
  const settings = settingsOf(io.env, flags);
  const cancellation = cancellationOf(io);
  const { cluster, stop } = await place(settings.namespace, invocation);
  const since = systemClock.now();
  const findings: Finding[] = [];
  const paint = wantsColor(io, flags) ? colored : plain;
  const isJson = flags['list-output'] === 'json';
  try {
    const options = {
      settings,
      platform: platformOf(settings.platform, process.arch),
      run: runIdFrom(randomBytes(10)),
      image: flags['probe-image'] ?? PROBE_IMAGE,
      isProbed: !flags['no-probe'],
      now: () => systemClock.now(),
      timeoutSeconds: flags['probe-timeout'] ?? PROBE_SECONDS,
      holder: await io.identity(),
      ...cancellation,
    };
    for await (const finding of examine(cluster, options)) {
      findings.push(finding);
      if (!isJson) io.stdout.write(findingText(finding, paint));
    }
  } finally {
    await stop();
  }
  const isBad = findings.some(({ status }) => status === 'fail' || (flags.strict && status === 'warn'));
  const exitStatus = isBad ? CLUSTER_PREVENTS : 0;
  if (isJson) io.stdout.write(`${JSON.stringify({ cluster: cluster.name, namespace: settings.namespace, exitStatus, findings })}\n`);
  else io.stdout.write(findingsSummary(findings, systemClock.now() - since));
  return exitStatus;
}

async function place(
  namespace: string,
  invocation: Invocation,
): Promise<{ readonly cluster: Cluster; readonly stop: () => Promise<void> }> {
  const { local } = invocation.flags;
  if (local === undefined) {
    const cluster = await connect(namespace, invocation);
    return { cluster, stop: async () => cluster.close() };
  }
  const { startEmbedded } = await import('../embedded.js');
  return startEmbedded({ namespace, runtime: runtimeOf(local) });
}
