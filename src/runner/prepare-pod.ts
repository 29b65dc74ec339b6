import { STEP_CONTAINER } from '../contract/annotations.js';
import { NONCE_VARIABLE } from '../contract/markers.js';
import { podNameOfAttempt } from '../contract/names.js';
import type { EnvVar, OwnerReference, Pod } from '../contract/objects.js';
import { hasWrapper } from './pod-facts.js';

/** What the runner adds to a synthesized pod. */
export interface PodAdditions {
  readonly attempt: number;
  readonly owner: OwnerReference;
  /** What the shell's marker and trailer are known by. */
  readonly nonce: string;
  /** Variables that are known only now. */
  readonly variables: Readonly<Record<string, string>>;
}

/** The pod to create for an attempt at a step: the synthesized one, named, owned, and told what is known only now. */
export function preparePod(pod: Pod, { attempt, owner, nonce, variables }: PodAdditions): Pod {
  const added = hasWrapper(pod) ? { ...variables, [NONCE_VARIABLE]: nonce } : variables;
  return {
    ...pod,
    metadata: { ...pod.metadata, name: podNameOfAttempt(pod.metadata.name, attempt), ownerReferences: [owner] },
    spec: {
      ...pod.spec,
      containers: pod.spec.containers.map((container) =>
        container.name === STEP_CONTAINER ? { ...container, env: withVariables(container.env ?? [], added) } : container,
      ),
    },
  };
}

function withVariables(env: readonly EnvVar[], added: Readonly<Record<string, string>>): readonly EnvVar[] {
  return [...env.filter(({ name }) => !Object.hasOwn(added, name)), ...Object.entries(added).map(([name, value]) => ({ name, value }))];
}
