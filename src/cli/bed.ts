import path from 'node:path';
import type { Cluster } from '../cluster/cluster.js';
import { ClusterError } from '../errors.js';
import { type RunPlan, stepsOf } from '../plan/run-plan.js';
import { isClone, withoutClone } from '../plan/without-clone.js';
import { workspacePath } from '../plan/workspace-path.js';
import type { StepInput } from '../runner/step-input.js';
import type { Invocation } from './commands.js';
import { connect } from './connect.js';
import { embeddedPlan } from './embedded-plan.js';
import { runtimeOf } from './embedded-runtime.js';
import { settingsOf } from './settings.js';
import type { Enter } from './shell.js';
import type { Say } from './source.js';

/** Where a plan runs, and the plan as it is run there. */
export interface Bed {
  readonly plan: RunPlan;
  /** What steps read from their standard input, by step. */
  readonly inputs?: ReadonlyMap<string, StepInput>;
  readonly cluster: Cluster;
  /** Absent where it is done by way of the cluster. */
  readonly enter?: Enter;
  stop(): Promise<void>;
}

interface Way {
  readonly invocation: Invocation;
  readonly say: Say;
  readonly signal: AbortSignal;
}

const NO_IMAGES = 'images are not used: the steps run in processes of this machine, on a copy of this folder';

/** On the cluster that the flags, the environment or the kubeconfig name. One that is embedded has no image that could clone. */
export async function onCluster(plan: RunPlan, way: Way): Promise<Bed> {
  const { invocation, say, signal } = way;
  const isAsked = invocation.flags.source !== undefined;
  const given = isAsked ? await withSource(plan, way) : { plan };
  const cluster = await connect(plan.namespace, invocation);
  const stop = async () => cluster.close();
  try {
    if (!(await isEmbedded(cluster, signal))) return { ...given, cluster, stop };
    const isCloned = !isAsked && stepsOf(plan).some(isClone);
    if (isCloned) await say(NO_IMAGES, 'info');
    const sent = isCloned ? await withSource(plan, way) : given;
    return { ...sent, plan: await embeddedPlan(sent.plan, say), cluster, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** On the embedded cluster a copy of the working tree stands in for the clone step. */
export async function onThisMachine(plan: RunPlan, { invocation, say }: Omit<Way, 'signal'>): Promise<Bed> {
  const { startEmbedded } = await import('../embedded.js');
  const { amountOf, isLarge } = await import('../checkout/source.js');
  const { copySource } = await import('../checkout/copy.js');
  const { sourceOf } = await import('./source.js');
  const source = await sourceOf(invocation, say);
  if (isLarge(source)) await say(`copying ${amountOf(source)}; what .gitignore names is left out`, 'info');
  const fillClaim = (claim: string, folder: string) => copySource(source, path.join(folder, workspacePath(plan, claim)));
  const embedded = await startEmbedded({ namespace: plan.namespace, runtime: runtimeOf(invocation.flags.local), fillClaim });
  await say(NO_IMAGES, 'info');
  return { plan: await embeddedPlan(withoutClone(plan), say), ...embedded };
}

async function isEmbedded(cluster: Cluster, signal: AbortSignal): Promise<boolean> {
  try {
    return (await cluster.version({ signal })).isEmbedded ?? false;
  } catch (error) {
    // a right that some servers give to few
    if (error instanceof ClusterError && error.status === 403) return false;
    throw error;
  }
}

async function withSource(plan: RunPlan, { invocation, say }: Way) {
  const { sendSource } = await import('./source.js');
  const { permissionInitImage: image } = settingsOf(invocation.io.env, invocation.flags);
  return sendSource(plan, { invocation, image, say });
}
