import { randomBytes } from 'node:crypto';
import { runIdFrom } from '../contract/names.js';
import type { KubeObject } from '../contract/objects.js';
import { UsageError } from '../errors.js';
import { assertTrusted } from '../plan/assert-trusted.js';
import { readPlan } from '../plan/read-plan.js';
import type { RunPlan } from '../plan/run-plan.js';
import { stampPlan } from '../plan/stamp-plan.js';
import type { KeepPolicy } from '../runner/keep.js';
import { unmaskable } from '../runner/mask.js';
import { run as runPlan } from '../runner/run.js';
import { neededSecrets } from '../runner/secrets.js';
import { allowedAccess } from './allowed-access.js';
import { onCluster, onThisMachine } from './bed.js';
import { cancellationOf } from './cancellation.js';
import type { Invocation } from './commands.js';
import type { FlagValues } from './flags.js';
import { reporterOf, runSaverOf } from './reporter.js';
import { limitsOf } from './run-limits.js';
import { secretSources } from './secret-sources.js';
import { secretValues } from './secret-values.js';

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
  if (origin === 'manifest') assertTrusted(synthesized, allowedAccess(flags.allow));
  const run = flags['keep-names'] ? synthesized.run : runIdFrom(randomBytes(10));
  const stamped = stampPlan(synthesized, { run, namespace: namespaceOf(synthesized, invocation) });
  const keep = keepPolicyOf(flags);
  const sources = await secretSources(invocation);
  const cancellation = cancellationOf(io);
  const reporter = reporterOf(invocation);
  const saver = flags['no-save'] ? undefined : runSaverOf(invocation, reporter);
  const say = async (message: string, level: 'info' | 'warning') => reporter.event({ type: 'notice', at: Date.now(), level, message });
  if (foreign.length > 0) await say(`not applied, because they are no part of the run: ${foreign.map(nameOf).join(', ')}`, 'warning');
  const bed = flags.local === undefined ? await onCluster(stamped, invocation) : await onThisMachine(stamped, { invocation, say });
  try {
    const needed = neededSecrets(bed.plan);
    const secrets = await secretValues(sources, { ...invocation, needed, cluster: bed.cluster, signal: cancellation.signal });
    for (const name of unmaskable(secrets).filter((each) => needed.has(each)))
      await say(`secret "${name}" is too short to be hidden in logs`, 'warning');
    const report = await runPlan(bed.plan, bed.cluster, {
      ...cancellation,
      secrets,
      limits: limitsOf(flags),
      holder: await io.identity(),
      keep,
      onEvent: async (event) => {
        await Promise.all([reporter.event(event), saver?.event(event)]);
      },
    });
    return report.exitStatus;
  } finally {
    await saver?.close();
    await bed.stop();
  }
}

/** The namespace asked for, else the manifests' own. */
function namespaceOf({ namespace }: RunPlan, { io, flags }: Invocation): string {
  return flags.namespace ?? (io.env.WOODPECKER_BACKEND_K8S_NAMESPACE || namespace);
}

/** The embedded cluster of a run ends with it: nothing can be kept there. */
function keepPolicyOf({ keep, local }: FlagValues): KeepPolicy | undefined {
  if (keep === undefined) return undefined;
  if (local !== undefined)
    throw new UsageError('--keep needs a cluster that stays, --local does not', {
      code: 'keep-local',
      hint: 'start podline local beside it, and run with its kubeconfig',
    });
  return keep === 'on-failure' ? 'on-failure' : 'always';
}

function nameOf({ kind, metadata }: KubeObject): string {
  return `${kind}/${metadata.name}`;
}
