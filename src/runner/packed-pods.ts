import { gunzipSync, gzipSync } from 'node:zlib';
import { PODS_KEY } from '../contract/annotations.js';
import { type ConfigMap, isPod, type KubeObject, type Pod } from '../contract/objects.js';
import { UsageError } from '../errors.js';
import { type RunPlan, stepsOf } from '../plan/run-plan.js';
import { isMap } from '../plan/shapes.js';

const LIMIT_BYTES = 900 * 1024;
const LIMIT_UNPACKED_BYTES = 256 * 1024 * 1024;

/** Every pod of a run as synthesized, and what must exist before the first, for its root: so who takes over the run, or removes it, needs no source. */
export function packPods(plan: RunPlan): string {
  const steps = stepsOf(plan);
  const packed = gzipSync(JSON.stringify([...plan.base, ...steps.map(({ pod }) => pod)]));
  if (packed.length > LIMIT_BYTES) {
    const largest = steps.map(({ id, pod }) => ({ id, size: JSON.stringify(pod).length })).reduce((a, b) => (b.size > a.size ? b : a));
    throw new UsageError(
      `the run's pods take ${Math.ceil(packed.length / 1024)} KiB, the root ConfigMap holds ${LIMIT_BYTES / 1024} KiB; the largest step is "${largest.id}"`,
      {
        code: 'run-too-large',
        hint: 'split the run, or move data out of the commands into files of the repository',
      },
    );
  }
  return packed.toString('base64');
}

/** The pods in a root; none where no runner created it. */
export function unpackPods(root: ConfigMap): readonly Pod[] {
  return unpackObjects(root).filter(isPod);
}

/** The pods in a root and what must exist before the first of them. */
export function unpackObjects({ binaryData }: ConfigMap): readonly KubeObject[] {
  const packed = binaryData?.[PODS_KEY];
  if (packed === undefined) return [];
  try {
    const text = gunzipSync(Buffer.from(packed, 'base64'), { maxOutputLength: LIMIT_UNPACKED_BYTES }).toString();
    const objects: unknown = JSON.parse(text);
    return Array.isArray(objects) ? objects.filter(isNamed) : [];
  } catch {
    // somebody damaged it: what is on the cluster must do
    return [];
  }
}

function isNamed(value: unknown): value is KubeObject {
  return isMap(value) && typeof value.kind === 'string' && isMap(value.metadata) && typeof value.metadata.name === 'string';
}
