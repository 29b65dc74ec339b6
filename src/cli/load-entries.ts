import path from 'node:path';
import type { KubeObject } from '../contract/objects.js';
import type { Diagnostic } from '../errors.js';
import { manualMetadata } from '../model/metadata.js';
import { parseManifest } from '../plan/manifest.js';
import { VERSION } from '../version.js';
import { readWorkflows } from '../workflow/read-workflows.js';
import { readSource, type Source } from '../workflow/source.js';
import type { Invocation } from './commands.js';
import type { Entries } from './find-entries.js';
import { withFlags } from './flags.js';
import { platformOf } from './platform.js';
import { settingsOf } from './settings.js';

/** Objects of each manifest, by the name of its file without ending; and what was found on the way. */
export interface Loaded {
  readonly manifests: ReadonlyMap<string, readonly KubeObject[]>;
  readonly warnings: readonly Diagnostic[];
}

/** Synthesizes workflow files or a program, or reads manifests. */
export async function loadEntries(entries: Entries, { io, flags }: Pick<Invocation, 'io' | 'flags'>): Promise<Loaded> {
  if (entries.type === 'program') {
    const { synthesizeProgram } = await import('./synthesize-program.js');
    return { manifests: await synthesizeProgram(entries.file, { ...io, env: withFlags(io.env, flags) }), warnings: [] };
  }
  const sources = await Promise.all(entries.files.map((file) => sourceOf(file, io.cwd)));
  if (entries.type === 'manifests')
    return { manifests: new Map(sources.map((source) => [source.file, parseManifest(source)])), warnings: [] };
  const platform = platformOf(flags.platform);
  const settings = settingsOf(io.env, flags);
  const { pipelines, diagnostics } = readWorkflows(sources, { metadata: manualMetadata({ platform, version: VERSION }) });
  const { synthesize } = await import('../plan/synth.js');
  return { manifests: synthesize(pipelines, { settings, platform }), warnings: diagnostics };
}

async function sourceOf(file: string, cwd: string): Promise<Source> {
  const source = await readSource(path.resolve(cwd, file));
  return { ...source, file };
}
