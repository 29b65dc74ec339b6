import type { KubeEvent, Pod } from '../contract/objects.js';
import { isAfter } from './event-order.js';
import type { Wait } from './wait.js';
import { registryWords } from './words.js';

const REFUSED = /unauthorized|denied|forbidden|authentication required|no basic auth|insufficient_scope/i;
const ABSENT = /not found|manifest unknown|does not exist|no match for platform/i;
const BUSY = /too ?many ?requests|rate limit/i;

type Fault = 'busy' | 'refused' | 'absent' | 'other';

/** An image that could not be pulled. What can not heal is not waited for. */
export function pullWait(
  pod: Pod,
  { container, message, events }: { readonly container: string; readonly message: string; readonly events: readonly KubeEvent[] },
): Wait {
  const { image } = [...(pod.spec.initContainers ?? []), ...pod.spec.containers].find(({ name }) => name === container) ?? {};
  const failure = events.findLast((event) => event.reason === 'Failed' && event.message?.startsWith(`Failed to pull image "${image}"`));
  const pulling = events.findLast((event) => event.reason === 'Pulling' && event.message?.includes(`"${image}"`));
  // the status of a container does not tell that its image is pulled once more
  if (failure && pulling && isAfter(pulling, failure)) return pullingWait(pulling);
  const words = registryWords(isBackOff(message) ? (failure?.message ?? message) : message);
  const fault = faultOf(words);
  const unread = fault === 'refused' ? unreadSecrets(events) : [];
  return {
    reason: 'ImagePull',
    message: `image ${image} could not be pulled: ${words}`,
    hint: unread.length > 0 ? createHint(pod, unread) : pullHint(pod, fault),
    patience: fault === 'refused' || fault === 'absent' ? 'none' : 'pull',
    missing: unread.length > 0 ? unread.map((name) => ({ kind: 'Secret', name })) : undefined,
  };
}

/** An image that is being pulled, by the event that says so. */
export function pullingWait({ message = '' }: KubeEvent): Wait {
  return { reason: 'ImagePull', message: message.replace(/^P/, 'p'), patience: 'run' };
}

function faultOf(words: string): Fault {
  if (BUSY.test(words)) return 'busy';
  if (REFUSED.test(words)) return 'refused';
  return ABSENT.test(words) ? 'absent' : 'other';
}

/** Before Kubernetes 1.31 the status of a pull that is held back says only that; why is in the events. */
function isBackOff(message: string): boolean {
  return /^Back-off pulling image "[^"]*"$/.test(message);
}

/** The pull secrets that the node could not read. */
function unreadSecrets(events: readonly KubeEvent[]): readonly string[] {
  const { message = '' } = events.findLast(({ reason }) => reason === 'FailedToRetrieveImagePullSecret') ?? {};
  return /\(([^)]+)\)/.exec(message)?.[1]?.split(', ') ?? [];
}

function createHint({ metadata }: Pod, secrets: readonly string[]): string {
  const where = `in the namespace ${metadata.namespace}`;
  return secrets.length > 1
    ? `create those of the pull secrets ${secrets.join(', ')} that are not ${where}`
    : `create the pull secret ${secrets}: there is none ${where}`;
}

function pullHint({ spec }: Pod, fault: Fault): string {
  switch (fault) {
    case 'busy':
      return 'wait, or pull with the credentials of an account that may pull more';
    case 'absent':
      return 'check the name, tag and architectures of the image';
    case 'other':
      return 'check whether the node reaches the registry';
    case 'refused': {
      const secrets = spec.imagePullSecrets?.map(({ name }) => name) ?? [];
      return secrets.length > 0
        ? `check the name of the image, and whether the pull secrets fit its registry: ${secrets.join(', ')}`
        : 'check the name of the image, and name a pull secret in WOODPECKER_BACKEND_K8S_PULL_SECRET_NAMES';
    }
  }
}
