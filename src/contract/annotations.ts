/** Keys of the labels and annotations that carry a run's step graph in its manifests. */

export const MANAGED_BY_LABEL = 'app.kubernetes.io/managed-by';
export const MANAGED_BY = 'podline';

export const RUN_LABEL = 'podline.dev/run';
export const PIPELINE_LABEL = 'podline.dev/pipeline';
/** Label (made label-safe) and annotation (exact). */
export const STEP = 'podline.dev/step';
export const STEP_KIND_LABEL = 'podline.dev/step-kind';

/** JSON array of step names: all edges, none implied. */
export const DEPENDS_ON = 'podline.dev/depends-on';
/** `success`, `failure` or `success,failure`. */
export const RUN_ON = 'podline.dev/run-on';
/** For no state: Woodpecker takes steps that never run. */
export const RUN_NEVER = 'never';
/** `fail`, `ignore` or `cancel`. */
export const ON_FAILURE = 'podline.dev/on-failure';
/** `true` for services and detached steps. */
export const DETACHED = 'podline.dev/detached';
/** The step's limit in seconds, as `600s`. */
export const TIMEOUT = 'podline.dev/timeout';
/** The step's retry rule, as JSON. */
export const RETRY = 'podline.dev/retry';
/** When others may rely on it, as JSON: `{"timeoutSeconds":60}`, and `log` where a line of its log tells it, not its readiness probe. */
export const READY = 'podline.dev/ready';
/** `false`: the pod is never held at the gate. */
export const START_AHEAD = 'podline.dev/start-ahead';
/** `inferred`: nobody asked for the architecture in the node selector. */
export const ARCH = 'podline.dev/arch';
/** Hash of the pod's spec as synthesized. */
export const SPEC_HASH = 'podline.dev/spec-hash';
/** JSON: variable → `SecretTemplate`. */
export const SECRETS = 'podline.dev/secrets';
/** JSON: key of the pipeline's pull secret → `SecretTemplate`; on pods whose image comes from a registry with credentials. */
export const REGISTRIES = 'podline.dev/registries';
/** Of the root: nobody removes the run before this time, unless asked to (RFC 3339, the server's clock). */
export const KEEP_UNTIL = 'podline.dev/keep-until';
/** Of the Lease, because it is small and its holder reads it anyway: when somebody asked the run to end. */
export const CANCEL = 'podline.dev/cancel';

/** Name of the container that decides a pod's verdict. */
export const STEP_CONTAINER = 'step';
/** Key of the plan in the root ConfigMap. */
export const PLAN_KEY = 'plan.json';
/** Key of who runs it in the root ConfigMap of an applied run, for as long as there is no Lease. */
export const HOLDER_KEY = 'holder';
/** Key of all pods as synthesized in the root ConfigMap of an applied run: gzipped JSON. */
export const PODS_KEY = 'pods.json.gz';
