import { STEP_CONTAINER } from '../contract/annotations.js';
import type { KubeEvent, Pod } from '../contract/objects.js';
import type { Reason } from '../report/events.js';
import { startError } from './container-end.js';
import { missingObject } from './missing-object.js';
import { pullWait } from './pull-wait.js';
import type { Wait } from './wait.js';
import { oneLine } from './words.js';

/**
 * Words of a kubelet that was not answered in time: by the API server, of Secrets and ConfigMaps, or by the container runtime.
 *
 * @see https://github.com/kubernetes/kubernetes/issues/117972
 * @see https://github.com/containerd/containerd/issues/4604
 */
const TRIES_AGAIN = /timed out waiting|have not yet been read|deadline exceeded|is reserved for/;

/** What the kubelet says of the containers that the step needs: its own, and the init containers before it. */
export function containerWait(pod: Pod, events: readonly KubeEvent[]): Wait | undefined {
  const { initContainerStatuses = [], containerStatuses = [] } = pod.status ?? {};
  for (const { name, state } of [...initContainerStatuses, ...containerStatuses.filter((status) => status.name === STEP_CONTAINER)]) {
    const wait = waitFor(state?.waiting ?? {}, { pod, container: name, events });
    if (wait) return wait;
  }
  return undefined;
}

interface Circumstances {
  readonly pod: Pod;
  readonly container: string;
  readonly events: readonly KubeEvent[];
}

function waitFor(
  { reason, message = '' }: { readonly reason?: string; readonly message?: string },
  { pod, container, events }: Circumstances,
): Wait | undefined {
  switch (reason) {
    case 'InvalidImageName':
      return { reason: 'ImagePull', message: oneLine(message), hint: 'correct the image name of the step', patience: 'none' };
    case 'ErrImageNeverPull':
      return {
        reason: 'ImagePull',
        message: oneLine(message),
        hint: 'let the step pull its image, or load it into the node',
        patience: 'none',
      };
    case 'ErrImagePull':
    case 'ImagePullBackOff':
    case 'ImageInspectError':
    case 'RegistryUnavailable':
      return pullWait(pod, { container, message, events });
    case 'CreateContainerConfigError':
      return missingObject(pod, message) ?? slowNode(pod, 'ConfigError', message) ?? configWait(message);
    case 'CreateContainerError':
    case 'RunContainerError':
    case 'StartError': {
      const { message: words = reason, hint } = startError(pod, message || reason);
      return slowNode(pod, 'StartError', words) ?? { reason: 'StartError', message: words, hint, patience: 'none' };
    }
    default:
      return undefined;
  }
}

function configWait(message: string): Wait {
  const root = /runAsNonRoot/.test(message);
  return {
    reason: 'ConfigError',
    message: oneLine(message).replace(/ \(pod: .*\)$/, ''),
    hint: root ? 'set securityContext.runAsUser of the step, or use an image with another user than root' : undefined,
    patience: 'none',
  };
}

function slowNode({ spec }: Pod, reason: Reason, words: string): Wait | undefined {
  if (!TRIES_AGAIN.test(words)) return undefined;
  const hint = `see how busy the node ${spec.nodeName} and the API server are: the node tries again`;
  return { reason, message: oneLine(words), hint, patience: 'schedule' };
}
