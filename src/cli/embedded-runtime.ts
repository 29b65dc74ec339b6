import type { EmbeddedRuntime } from '../embedded.js';

/** How the embedded cluster runs the steps: shut in, unless it was asked not to. */
export function runtimeOf(given: string | undefined): EmbeddedRuntime {
  return given === 'process-unsafe' ? given : 'process';
}
