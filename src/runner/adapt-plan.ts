import type { Cluster } from '../cluster/cluster.js';
import { adaptPod, archOf, dependsOnServer, isArchInferred, onArch } from '../contract/adapt-pod.js';
import type { KubeObject, Pod } from '../contract/objects.js';
import { ClusterError } from '../errors.js';
import { type RunPlan, stepsOf } from '../plan/run-plan.js';

/** A plan as one cluster wants it, and what a person should know about that. */
export interface AdaptedPlan {
  readonly plan: RunPlan;
  readonly notices: readonly { readonly level: 'info' | 'warning'; readonly message: string }[];
}

/** The plan as this server's version and nodes want it; the server is asked only where that makes a difference. */
export async function adaptPlan(plan: RunPlan, cluster: Pick<Cluster, 'version' | 'list'>): Promise<AdaptedPlan> {
  if (!stepsOf(plan).some(({ pod }) => dependsOnServer(pod))) return { plan, notices: [] };
  const version = await cluster.version();
  const adapted = new Map(stepsOf(plan).map(({ pod }) => [pod, adaptPod(pod, version)]));
  const losses = new Set([...adapted.values()].flatMap((each) => each.losses));
  const inferred = new Set(stepsOf(plan).flatMap(({ pod }) => (isArchInferred(pod) ? (archOf(pod) ?? []) : [])));
  const [guess] = inferred;
  const other = guess === undefined || version.platform === `linux/${guess}` ? undefined : await otherArch(cluster, guess);
  const change = (pod: Pod): Pod => {
    const changed = adapted.get(pod)?.pod ?? pod;
    return other !== undefined && isArchInferred(changed) ? onArch(changed, other) : changed;
  };
  return {
    plan: withPods(plan, change),
    notices: [
      ...[...losses].map((loss) => ({
        level: 'warning' as const,
        message: `Kubernetes ${version.major}.${version.minor} ${loss}: the pods run without it`,
      })),
      ...(other === undefined
        ? []
        : [{ level: 'info' as const, message: `no node is ${guess}, so the steps run on ${other} (--platform linux/${guess} insists)` }]),
    ],
  };
}

/** The architecture of the nodes where none has this one; undefined where one has, or nobody may look. */
async function otherArch(cluster: Pick<Cluster, 'list'>, guess: string): Promise<string | undefined> {
  try {
    const archs = (await cluster.list('Node')).map(archOfNode);
    const known = archs.filter((arch) => arch !== undefined);
    if (known.includes(guess)) return undefined;
    const counts = new Map(known.map((arch) => [arch, known.filter((each) => each === arch).length]));
    return [...counts].sort(([a, m], [b, n]) => n - m || a.localeCompare(b))[0]?.[0];
  } catch (error) {
    // a right that the least Role does not have
    if (error instanceof ClusterError && error.status === 403) return undefined;
    throw error;
  }
}

function archOfNode({ metadata }: KubeObject): string | undefined {
  return metadata.labels?.['kubernetes.io/arch'];
}

function withPods(plan: RunPlan, change: (pod: Pod) => Pod): RunPlan {
  const pipelines = plan.pipelines.map((pipeline) => ({
    ...pipeline,
    steps: pipeline.steps.map((step) => ({ ...step, pod: change(step.pod) })),
  }));
  return { ...plan, pipelines };
}
