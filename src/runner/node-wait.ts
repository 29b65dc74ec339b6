import type { KubeEvent, Pod } from '../contract/objects.js';
import { missingObject } from './missing-object.js';
import { pullingWait } from './pull-wait.js';
import type { Wait } from './wait.js';
import { oneLine, runtimeWords } from './words.js';

/**
 * What the node does with a pod that it was given, by the last of its events: a failure that another event follows is over.
 *
 * @param events - those of the pod, the last one last
 */
export function nodeWait(pod: Pod, events: readonly KubeEvent[]): Wait | undefined {
  const last = events.at(-1);
  const { message = '' } = last ?? {};
  switch (last?.reason) {
    case 'FailedMount':
    case 'FailedAttachVolume':
      return missingObject(pod, message) ?? volumeWait(message);
    case 'FailedCreatePodSandBox':
      return {
        reason: 'StartError',
        message: runtimeWords(message.replace(/^Failed to create pod sandbox: /, '')),
        hint: `check the container runtime and the network of the node ${pod.spec.nodeName}, and the step's runtimeClassName`,
        patience: 'schedule',
      };
    case 'Pulling':
      return pullingWait(last);
    case 'Scheduled':
    case undefined:
      return pod.spec.nodeName && !pod.status?.containerStatuses ? silentNode(pod.spec.nodeName) : undefined;
    default:
      return undefined;
  }
}

function volumeWait(message: string): Wait {
  return { reason: 'VolumeUnbound', message: oneLine(message), hint: 'check the volume that the message names', patience: 'schedule' };
}

function silentNode(node: string): Wait {
  return {
    reason: 'NodeLost',
    message: `the node ${node} has not begun to start the pod`,
    hint: `see whether it is ready: kubectl get node ${node}`,
    patience: 'schedule',
  };
}
