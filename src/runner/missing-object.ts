import type { Pod } from '../contract/objects.js';
import { stepContainer } from './pod-facts.js';
import type { MissingObject, Wait } from './wait.js';
import { oneLine } from './words.js';

/** Every namespace has it from its cluster, a moment after its creation; each pod mounts it. */
const ROOT_CERTIFICATE = 'kube-root-ca.crt';

/** A Secret or ConfigMap that a step names and that is not there, or lacks the key; undefined where the words tell of something else. */
export function missingObject(pod: Pod, words: string): Wait | undefined {
  const message = oneLine(words);
  const [, absentKind, name] = /\b(secret|configmap) "([^"]+)" not found/i.exec(message) ?? [];
  if (name === ROOT_CERTIFICATE) return lateCertificate(message);
  if (absentKind && name) return absent(pod, { message, kind: kindOf(absentKind), name });
  const [, key, kind, path] = /couldn't find key (\S+) in (Secret|ConfigMap) (\S+)/.exec(message) ?? [];
  if (key && kind && path) return absent(pod, { message, kind: kindOf(kind), name: path.slice(path.indexOf('/') + 1), key });
  return undefined;
}

function lateCertificate(message: string): Wait {
  return {
    reason: 'ConfigError',
    message,
    hint: "wait: the cluster's controller manager has not written it into the namespace yet",
    patience: 'schedule',
  };
}

function kindOf(word: string): MissingObject['kind'] {
  return word.toLowerCase() === 'secret' ? 'Secret' : 'ConfigMap';
}

interface Absence extends MissingObject {
  readonly message: string;
  /** The key that the object lacks; absent where there is no object. */
  readonly key?: string;
}

function absent(pod: Pod, { message, kind, name, key }: Absence): Wait {
  const variables = kind === 'Secret' ? variablesFrom(pod, { name, key }) : [];
  const wants = variables.length > 0 ? `; it is for ${variables.join(', ')}` : '';
  return {
    reason: kind === 'Secret' ? 'SecretMissing' : 'ConfigError',
    message,
    hint: `${key ? `add the key "${key}" to the ${kind} "${name}"` : `create the ${kind} "${name}"`}, or correct the name in the step${wants}`,
    patience: 'none',
    missing: key === undefined ? [{ kind, name }] : undefined,
  };
}

/** Variables of the step whose values are in the Secret. */
function variablesFrom(pod: Pod, { name, key }: { readonly name: string; readonly key?: string }): readonly string[] {
  const references = (stepContainer(pod)?.env ?? []).flatMap(({ name: variable, valueFrom }) => {
    const ref = valueFrom?.secretKeyRef;
    return ref?.name === name && (key === undefined || ref.key === key) ? [variable] : [];
  });
  return references;
}
