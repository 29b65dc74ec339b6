import type { Cluster } from '../cluster/cluster.js';
import { STEP_CONTAINER } from '../contract/annotations.js';
import type { Pod } from '../contract/objects.js';
import { type RunPlan, stepsOf } from '../plan/run-plan.js';

/** Servers before 1.30 take AppArmor profiles as annotations, and drop the field without a word. */
const APP_ARMOR_FIELD_MINOR = 30;
const APP_ARMOR_ANNOTATION = `container.apparmor.security.beta.kubernetes.io/${STEP_CONTAINER}`;

/** The plan as this server's version wants it; the server is asked only where that makes a difference. */
export async function adaptPlan(plan: RunPlan, cluster: Cluster): Promise<RunPlan> {
  if (!stepsOf(plan).some(({ pod }) => pod.spec.securityContext?.appArmorProfile)) return plan;
  const { major, minor } = await cluster.version();
  if (major > 1 || minor >= APP_ARMOR_FIELD_MINOR) return plan;
  const pipelines = plan.pipelines.map((pipeline) => ({
    ...pipeline,
    steps: pipeline.steps.map((step) => ({ ...step, pod: withAppArmorAnnotation(step.pod) })),
  }));
  return { ...plan, pipelines };
}

/** The pod with its AppArmor profile as an annotation in place of the field. */
export function withAppArmorAnnotation(pod: Pod): Pod {
  const { appArmorProfile, ...securityContext } = pod.spec.securityContext ?? {};
  if (appArmorProfile === undefined) return pod;
  const { type, localhostProfile } = appArmorProfile;
  const profile = type === 'Localhost' ? `localhost/${localhostProfile}` : type === 'Unconfined' ? 'unconfined' : 'runtime/default';
  return {
    ...pod,
    metadata: { ...pod.metadata, annotations: { ...pod.metadata.annotations, [APP_ARMOR_ANNOTATION]: profile } },
    spec: { ...pod.spec, securityContext },
  };
}
