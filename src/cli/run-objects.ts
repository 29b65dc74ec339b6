import { randomBytes } from 'node:crypto';
import type { Cluster } from '../cluster/cluster.js';
import { runIdFrom, runName } from '../contract/names.js';
import type { KubeObject } from '../contract/objects.js';
import { ClusterError } from '../errors.js';
import { assertTrusted } from '../plan/assert-trusted.js';
import { readPlan } from '../plan/read-plan.js';
import type { RunPlan } from '../plan/run-plan.js';
import { stampPlan } from '../plan/stamp-plan.js';
import { SHORTEST, unmaskable } from '../runner/mask.js';
import { run as runPlan } from '../runner/run.js';
import { neededSecrets } from '../runner/secrets.js';
import { savedRun } from '../store/saved-run.js';
import { Archive } from './archive.js';
import { onCluster, onThisMachine } from './bed.js';
import { cancellationOf } from './cancellation.js';
import type { Invocation } from './commands.js';
import { ShellOnFailure } from './inspect.js';
import { keepPolicyOf } from './keep-policy.js';
import { reportKind } from './report-kind.js';
import { eventsTo, reporterOf } from './reporter.js';
import { resumeRun } from './resume-run.js';
import { runIdArgument } from './run-id.js';
import { limitsOf } from './run-limits.js';
import { secretSources } from './secret-sources.js';
import { secretValues } from './secret-values.js';
import { settingsOf } from './settings.js';
import { enterOnCluster, terminalOf } from './shell.js';
import type { Say } from './source.js';

/** What is to be run. */
export interface RunInput {
  readonly objects: readonly KubeObject[];
  /** `manifest`: somebody else may have written it, so it may not reach for the node unless --allow says so. */
  readonly origin: 'synthesis' | 'manifest';
}

/** Runs the objects of synthesized manifests as one run. Resolves to the exit status. */
export async function runObjects({ objects, origin }: RunInput, invocation: Invocation): Promise<number> {
  const { io, flags } = invocation;
  const { plan: synthesized, foreign } = readPlan(objects);
  const settings = settingsOf(io.env, flags);
  if (origin === 'manifest') assertTrusted(synthesized, settings.allow);
  const named = flags.run === undefined ? undefined : runIdArgument(flags.run);
  const run = named ?? (flags['keep-names'] ? synthesized.run : runIdFrom(randomBytes(10)));
  const stamped = stampPlan(synthesized, {
    run,
    namespace: settings.namespacePerOrganization ? synthesized.namespace : namespaceOf(synthesized, invocation),
  });
  const keep = keepPolicyOf(flags);
  for (const file of flags.report ?? []) reportKind(file);
  const terminal = flags['shell-on-failure']
    ? terminalOf(io, { what: '--shell-on-failure', orElse: '--keep=on-failure, and podline rerun' })
    : undefined;
  const sources = await secretSources(invocation);
  const cancellation = cancellationOf(io);
  const reporter = await reporterOf(invocation, cancellation);
  const say: Say = async (message, level, hint) => reporter.event({ type: 'notice', at: Date.now(), level, message, hint });
  if (foreign.length > 0) await say(`not applied, because they are no part of the run: ${foreign.map(nameOf).join(', ')}`, 'warning');
  const bed = await (flags.local === undefined ? onCluster : onThisMachine)(stamped, { invocation, say, signal: cancellation.signal });
  try {
    if (settings.namespacePerOrganization) await ensureNamespace(bed.cluster);
    const needed = neededSecrets(bed.plan);
    const secrets = await secretValues(sources, { ...invocation, needed, cluster: bed.cluster, signal: cancellation.signal });
    for (const name of unmaskable(secrets).filter((each) => needed.has(each)))
      await say(`secret "${name}" is too short to be hidden in logs: that takes ${SHORTEST} characters`, 'warning');
    const goOn = async () => resumeRun(run, bed.cluster, { invocation, reporter, cancellation, secrets });
    if (named && (await wasBegun(named, bed.cluster, io.cwd))) return await goOn();
    const shell = terminal && new ShellOnFailure(io, bed.enter ?? enterOnCluster(bed.cluster, io, terminal));
    const archive = await Archive.open(invocation, { reporter });
    const onEvent = eventsTo(reporter, archive, io.tellBegun);
    try {
      const report = await runPlan(bed.plan, bed.cluster, {
        ...cancellation,
        secrets,
        inputs: bed.inputs,
        limits: limitsOf(flags),
        holder: await io.identity(),
        keep,
        inspect: shell?.inspect,
        onEvent: shell ? shell.quiet(onEvent) : onEvent,
      });
      return report.exitStatus;
    } catch (error) {
      // somebody began it at the same moment
      if (named && error instanceof ClusterError && error.code === 'already-exists' && error.object === `ConfigMap/${runName(run)}`)
        return await goOn();
      throw error;
    } finally {
      await archive?.close();
    }
  } finally {
    reporter.close();
    await bed.stop();
  }
}

/** Whether another podline has begun the run: it is on the cluster, or was, as what is saved here tells. */
async function wasBegun(run: string, cluster: Cluster, cwd: string): Promise<boolean> {
  if (await cluster.get('ConfigMap', runName(run))) return true;
  return (await (await savedRun(cwd, run))?.hadPods()) ?? false;
}

/** Makes the namespace of an organisation that has none yet. */
async function ensureNamespace(cluster: Cluster): Promise<void> {
  const { namespace: name } = cluster;
  if ((await cluster.get('Namespace', name)) !== undefined) return;
  await cluster.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
}

/** The namespace asked for, else the manifests' own. */
function namespaceOf({ namespace }: RunPlan, { io, flags }: Invocation): string {
  return flags.namespace ?? (io.env.WOODPECKER_BACKEND_K8S_NAMESPACE || namespace);
}

function nameOf({ kind, metadata }: KubeObject): string {
  return `${kind}/${metadata.name}`;
}
