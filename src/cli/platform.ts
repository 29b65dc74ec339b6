import type { EmbeddedRuntime } from '../embedded.js';
import { UsageError } from '../errors.js';

const ARCHITECTURES: Readonly<Record<string, string>> = { x64: 'amd64', ia32: '386' };

/** Where steps run: what was asked for, else the architecture of this machine. Nodes run Linux. */
export function platformOf(given: string | undefined): string {
  if (given === undefined) return `linux/${ARCHITECTURES[process.arch] ?? process.arch}`;
  if (!/^linux\/[a-z0-9_]+$/.test(given))
    throw new UsageError(`--platform is "${given}"`, { code: 'wrong-value', hint: 'give it as linux/amd64 or linux/arm64' });
  return given;
}

/** How the embedded cluster runs the steps: shut in, unless it was asked not to. */
export function runtimeOf(given: string | undefined): EmbeddedRuntime {
  return given === 'process-unsafe' ? given : 'process';
}
