import type { KubeEvent, Pod } from '../contract/objects.js';
import type { Wait } from './wait.js';
import { registryWords } from './words.js';

const REFUSED = /unauthorized|denied|forbidden|authentication required|no basic auth|insufficient_scope/i;
const ABSENT = /not found|manifest unknown|does not exist|no match for platform/i;
const BUSY = /too ?many ?requests|rate limit/i;

/** An image that could not be pulled. What can not heal is not waited for. */
export function pullWait(
  pod: Pod,
  { container, message, events }: { readonly container: string; readonly message: string; readonly events: readonly KubeEvent[] },
): Wait {
  const { image } = [...(pod.spec.initContainers ?? []), ...pod.spec.containers].find(({ name }) => name === container) ?? {};
  const words = registryWords(isBackOff(message) ? (lastFailure(events) ?? message) : message);
  const hopeless = !BUSY.test(words) && (REFUSED.test(words) || ABSENT.test(words));
  return {
    reason: 'ImagePull',
    message: `image ${image} could not be pulled: ${words}`,
    hint: pullHint(pod, { words, events }),
    patience: hopeless ? 'none' : 'pull',
  };
}

/** Before Kubernetes 1.31 the status of a pull that is held back says only that; why is in the events. */
function isBackOff(message: string): boolean {
  return /^Back-off pulling image "[^"]*"$/.test(message);
}

function lastFailure(events: readonly KubeEvent[]): string | undefined {
  return events.findLast(({ reason, message }) => reason === 'Failed' && message?.startsWith('Failed to pull image'))?.message;
}

function pullHint(pod: Pod, { words, events }: { readonly words: string; readonly events: readonly KubeEvent[] }): string {
  if (BUSY.test(words)) return 'wait, or pull with the credentials of an account that may pull more';
  if (!REFUSED.test(words))
    return ABSENT.test(words) ? 'check the name, tag and architectures of the image' : 'check whether the node reaches the registry';
  const lost = events.find(({ reason }) => reason === 'FailedToRetrieveImagePullSecret')?.message;
  const [, missing] = /\(([^)]+)\)/.exec(lost ?? '') ?? [];
  if (missing) return `create the pull secret ${missing}: there is none in the namespace ${pod.metadata.namespace}`;
  const secrets = pod.spec.imagePullSecrets?.map(({ name }) => name) ?? [];
  return secrets.length > 0
    ? `check the name of the image, and whether the pull secrets fit its registry: ${secrets.join(', ')}`
    : 'check the name of the image, and name a pull secret in WOODPECKER_BACKEND_K8S_PULL_SECRET_NAMES';
}
