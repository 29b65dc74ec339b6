import type { ContainerOptions } from './pipeline.js';

/** An image that runs as it is, told what to do by its settings: it has neither commands, entrypoint nor environment. */
export function isPlugin({ commands, entrypoint, environment }: ContainerOptions): boolean {
  return !commands?.length && !entrypoint?.length && Object.keys(environment ?? {}).length === 0;
}
