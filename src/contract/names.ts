import { createHash } from 'node:crypto';

/** Names of a run's objects: `pl-<run>` and what begins with it (runner.md 1). */

/** The run id of constructs before synthesis knows the real one. */
export const PLACEHOLDER_RUN = '0000000000';

const CROCKFORD = '0123456789abcdefghjkmnpqrstvwxyz';
const RUN_ID_LENGTH = 10;
const LABEL_VALUE = /^[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/;
const RUN_ID = new RegExp(`^[${CROCKFORD}]{${RUN_ID_LENGTH}}$`);

/** A run id from at least ten bytes: random ones for a run, those of a hash for a synthesis. */
export function runIdFrom(bytes: Uint8Array): string {
  return Array.from(bytes.subarray(0, RUN_ID_LENGTH), (byte) => CROCKFORD[byte % CROCKFORD.length]).join('');
}

export function isRunId(text: string): boolean {
  return RUN_ID.test(text);
}

/** Name of root ConfigMap and Lease, and the beginning of all other names. */
export function runName(run: string): string {
  return `pl-${run}`;
}

/** Name of the claim and of the headless Service of a pipeline. */
export function pipelineObjectName(run: string, pipelineSlug: string): string {
  return `${runName(run)}-${pipelineSlug}`;
}

export function podName(run: string, stepSlug: string, attempt: number): string {
  return `${runName(run)}-${stepSlug}-${attempt}`;
}

/** Name of the Secret with a step's variables. */
export function stepSecretName(run: string, stepSlug: string): string {
  return `${runName(run)}-${stepSlug}-s`;
}

/** Name of the pull secret of a pipeline. */
export function registrySecretName(run: string, pipelineSlug: string): string {
  return `${pipelineObjectName(run, pipelineSlug)}-r`;
}

/** Name of the ConfigMap with a step's long script. */
export function stepConfigMapName(run: string, stepSlug: string): string {
  return `${runName(run)}-${stepSlug}-c`;
}

/** The name of another attempt of the pod of that name. */
export function podNameOfAttempt(name: string, attempt: number): string {
  return name.replace(/-\d+$/, `-${attempt}`);
}

/** Which attempt at its step the pod of that name is. */
export function attemptOf(name: string): number {
  return Number(/-(\d+)$/.exec(name)?.[1] ?? 1);
}

/** The slug of the step whose pod has that name. */
export function stepSlugOf(pod: string, run: string): string {
  return pod.slice(`${runName(run)}-`.length).replace(/-\d+$/, '');
}

/** True for the names of a run's objects. */
export function isNameOf(run: string, name: string): boolean {
  return name === runName(run) || name.startsWith(`${runName(run)}-`);
}

/** Rewrites a name of one run to that of another; any other name stays as it is. */
export function renameRun(name: string, { from, to }: { readonly from: string; readonly to: string }): string {
  return isNameOf(from, name) ? runName(to) + name.slice(runName(from).length) : name;
}

/** Lower-case DNS label of at most `max` characters; of a text without a usable one, the hash. */
export function slug(text: string, max: number): string {
  const label = dashed(text.toLowerCase(), /[^a-z0-9]+/g).slice(0, max);
  return label.replace(/-+$/, '') || shortHash(text);
}

/** Gives out slugs that differ: the first of two that would be the same is plain, later ones end in a hash. */
export class SlugAllocator {
  private readonly taken = new Set<string>();

  /** `text` is what the slug is cut from, `identity` what makes it different. */
  allocate(text: string, identity: string, max: number): string {
    let candidate = slug(text, max);
    for (let salt = 0; this.taken.has(candidate); salt++) {
      const hash = shortHash(salt === 0 ? identity : `${identity}#${salt}`);
      candidate = `${slug(text, max - hash.length - 1)}-${hash}`;
    }
    this.taken.add(candidate);
    return candidate;
  }
}

/** The text as a label value: where it cannot be one, something that reads like it, with a hash, so that other texts have other values. */
export function labelValue(text: string): string {
  if (LABEL_VALUE.test(text)) return text;
  const readable = text
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^[^A-Za-z0-9]+/, '')
    .slice(0, 56)
    .replace(/[^A-Za-z0-9]+$/, '');
  return readable === '' ? shortHash(text) : `${readable}-${shortHash(text)}`;
}

/** Host name of a step as others reach it; undefined where the name has no usable character. */
export function hostName(step: string): string | undefined {
  return (
    dashed(step.toLowerCase(), /[^a-z0-9-]+/g)
      .slice(0, 63)
      .replace(/-+$/, '') || undefined
  );
}

function dashed(text: string, others: RegExp): string {
  return text.replace(others, '-').replace(/^-+|-+$/g, '');
}

function shortHash(text: string): string {
  return runIdFrom(createHash('sha256').update(text).digest()).slice(0, 6);
}
