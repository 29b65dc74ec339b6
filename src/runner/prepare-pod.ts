import { STEP_CONTAINER } from '../contract/annotations.js';
import { DEBUG_VARIABLE, GATE_VARIABLE, NONCE_VARIABLE } from '../contract/markers.js';
import { podNameOfAttempt } from '../contract/names.js';
import type { EnvVar, OwnerReference, Pod } from '../contract/objects.js';
import { hasWrapper } from './pod-facts.js';

/** What the runner adds to a synthesized pod. */
export interface PodAdditions {
  readonly attempt: number;
  readonly owner: OwnerReference;
  /** What the shell's marker and trailer are known by. */
  readonly nonce: string;
  /** Variables that are known only when the step starts; absent in a pod that is held: they come through its gate. */
  readonly variables?: Readonly<Record<string, string>>;
  /** True where its container is to stay when its script fails. @default false */
  readonly isDebugged?: boolean;
}

/** The pod to create for an attempt at a step: the synthesized one, named, owned, and told what is known only now. */
export function preparePod(pod: Pod, { attempt, owner, nonce, variables, isDebugged = false }: PodAdditions): Pod {
  const given = { ...(variables ?? { [GATE_VARIABLE]: 'closed' }), ...(isDebugged ? { [DEBUG_VARIABLE]: 'on' } : {}) };
  const added = hasWrapper(pod) ? { ...given, [NONCE_VARIABLE]: nonce } : given;
  const stdin = variables === undefined || isDebugged ? { stdin: true } : {};
  return {
    ...pod,
    metadata: { ...pod.metadata, name: podNameOfAttempt(pod.metadata.name, attempt), ownerReferences: [owner] },
    spec: {
      ...pod.spec,
      containers: pod.spec.containers.map((container) =>
        container.name === STEP_CONTAINER ? { ...container, ...stdin, env: withVariables(container.env ?? [], added) } : container,
      ),
    },
  };
}

function withVariables(env: readonly EnvVar[], added: Readonly<Record<string, string>>): readonly EnvVar[] {
  return [...env.filter(({ name }) => !Object.hasOwn(added, name)), ...Object.entries(added).map(([name, value]) => ({ name, value }))];
}
