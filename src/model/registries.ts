import type { SecretReference } from './pipeline.js';

/** Who pulls images from a registry. */
export interface RegistryCredentials {
  readonly username: string | SecretReference;
  /** No manifest holds it. */
  readonly password: SecretReference;
}

/** Credentials by the host of the registry: `registry.example:5000`, `docker.io`. */
export type Registries = Readonly<Record<string, RegistryCredentials>>;

const HUB = 'docker.io';
const HUB_HOSTS: readonly string[] = [HUB, 'index.docker.io', 'registry-1.docker.io'];
/** What the kubelet looks for where an image names no registry. */
const HUB_KEY = 'https://index.docker.io/v1/';

/** The registry that an image comes from. */
export function registryOf(image: string): string {
  const [first = '', ...rest] = image.split('/');
  if (rest.length === 0 || !(/[.:]/.test(first) || first === 'localhost')) return HUB;
  return HUB_HOSTS.includes(first) ? HUB : first;
}

/** Those of the registries that these images come from. */
export function usedRegistries(registries: Registries, images: readonly string[]): Registries {
  const used = new Set(images.map(registryOf));
  return Object.fromEntries(Object.entries(registries).filter(([host]) => used.has(HUB_HOSTS.includes(host) ? HUB : host)));
}

/** The Docker configuration with the credentials in it. */
export function dockerConfig(registries: Registries) {
  const auths = Object.entries(registries).map(([host, { username, password }]) => [
    HUB_HOSTS.includes(host) ? HUB_KEY : host,
    { username, password },
  ]);
  return { auths: Object.fromEntries(auths) };
}
