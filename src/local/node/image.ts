import { createHash } from 'node:crypto';

const COMPONENT = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*';
const HOST = '(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)(?:\\.[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)*(?::[0-9]+)?';
const REFERENCE = new RegExp(`^(?:${HOST}/)?${COMPONENT}(?:/${COMPONENT})*(?::[\\w][\\w.-]{0,127})?(?:@sha256:[a-f0-9]{64})?$`);

/** Why an image cannot be had, in the words of a kubelet. */
export interface ImageProblem {
  readonly reason: 'InvalidImageName' | 'ErrImagePull';
  readonly message: string;
}

/**
 * No image is ever pulled, and every well-formed name is as good as another, but for those of a registry that cannot
 * exist (RFC 2606): `registry.invalid/x` and `invalid/x`.
 */
export function imageProblem(image: string): ImageProblem | undefined {
  if (!REFERENCE.test(image)) {
    const message = `Failed to apply default image tag "${image}": couldn't parse image name "${image}": invalid reference format`;
    return { reason: 'InvalidImageName', message };
  }
  if (!/^(?:[^/]*\.)?invalid(?::\d+)?\//.test(image)) return undefined;
  const full = /:[^/]+$|@/.test(image) ? image : `${image}:latest`;
  const cause = `failed to resolve reference "${full}": ${full}: not found`;
  return { reason: 'ErrImagePull', message: `rpc error: code = NotFound desc = failed to pull and unpack image "${full}": ${cause}` };
}

/** What a container says it is: stable for an image name, though no image is ever pulled. */
export function imageId(image: string): string {
  return `${image}@sha256:${createHash('sha256').update(image).digest('hex')}`;
}
