import path from 'node:path';
import type { KubeObject } from '../contract/objects.js';
import { type Diagnostic, UsageError, WorkflowError } from '../errors.js';
import { located } from '../lint/located.js';
import type { AgentSettings } from '../model/agent-settings.js';
import { runVariablesOf } from '../model/ci-variables.js';
import type { Metadata } from '../model/metadata.js';
import type { PipelineDefinition } from '../model/pipeline.js';
import { platformOf } from '../model/platform.js';
import { skipRequest } from '../model/skip-commit.js';
import { parseManifest } from '../plan/manifest.js';
import type { Manifests } from '../plan/synth.js';
import { readWorkflows, type Workflows } from '../workflow/read-workflows.js';
import { readSource, type Source } from '../workflow/source.js';
import type { Invocation } from './commands.js';
import type { Entries, WorkflowEntries } from './find-entries.js';
import { withFlags } from './flags.js';
import { leftOutText, purposeText } from './left-out-text.js';
import { metadataFor } from './metadata.js';
import { METADATA_FLAGS } from './metadata-flags.js';
import { registriesOf } from './registries.js';
import { readSecretsFile } from './secrets-file.js';
import { settingsOf } from './settings.js';
import { workflowInput } from './workflow-input.js';

/** Objects of each manifest, by the name of its file without ending; and what was found on the way. */
export interface Loaded {
  readonly manifests: ReadonlyMap<string, readonly KubeObject[]>;
  readonly warnings: readonly Diagnostic[];
  /** A line on what the files have that is not for this run. */
  readonly leftOut?: string;
  /** The words by which the commit wants no run; nothing was read then. */
  readonly skipRequest?: string;
}

export interface LoadOptions {
  /** True: metadata are also taken from the CI system around podline, and from git. @default false */
  readonly detect?: boolean;
  /** True: a commit may say that it wants no run. @default false */
  readonly maySkip?: boolean;
}

/** Synthesizes workflow files or a program, or reads manifests. */
export async function loadEntries(
  entries: Entries,
  invocation: Pick<Invocation, 'io' | 'flags'>,
  options: LoadOptions = {},
): Promise<Loaded> {
  const { io, flags } = invocation;
  if (entries.type === 'program') {
    const { synthesizeProgram } = await import('./synthesize-program.js');
    const env = { ...withFlags(io.env, flags), ...(await variablesFor(invocation, options)) };
    return { manifests: await synthesizeProgram(entries.file, { ...io, env }), warnings: [] };
  }
  if (entries.type === 'manifests') {
    const sources = await Promise.all(entries.files.map((file) => sourceOf(file, io.cwd)));
    return { manifests: new Map(sources.map((source) => [source.file, parseManifest(source)])), warnings: [] };
  }
  const settings = settingsOf(io.env, flags);
  const metadata = await metadataOf(invocation, options);
  const request = options.maySkip ? skipRequest(metadata) : undefined;
  if (request !== undefined) return { manifests: new Map(), warnings: [], skipRequest: request };
  const read = await readPipelines(entries, invocation, metadata);
  const { pipelines, leftOut, diagnostics } = read;
  if (!pipelines.some(hasWork)) {
    const unsaid = [...(flags.event === undefined ? ['--event push'] : []), ...(flags.branch === undefined ? ['--branch NAME'] : [])];
    const say = unsaid.length === 0 ? '' : `; ${unsaid.join(' and ')} say${unsaid.length === 1 ? 's' : ''} what the run is for`;
    const hint = `see the "when" of the workflows and of their steps${say}`;
    throw new UsageError(`no workflow is for this run: ${purposeText(metadata)}`, { code: 'no-workflow', hint });
  }
  const registries = registriesOf(flags.registry);
  const withRegistries = pipelines.map((pipeline) => ({ ...pipeline, registries }));
  const told = leftOutText(leftOut, { metadata, isAlone: entries.files.length === 1 });
  return { manifests: await manifestsOf(withRegistries, { settings, read }), warnings: diagnostics, leftOut: told };
}

/** What is wrong with the manifests is told with the places of its steps, beside what was found in the files. */
async function manifestsOf(
  pipelines: readonly PipelineDefinition[],
  { settings, read }: { readonly settings: AgentSettings; readonly read: ReadFiles },
): Promise<Manifests> {
  const { synthesize } = await import('../plan/synth.js');
  try {
    return synthesize(pipelines, { settings });
  } catch (error) {
    if (!(error instanceof WorkflowError)) throw error;
    throw new WorkflowError([...read.diagnostics, ...error.diagnostics.map((diagnostic) => located(diagnostic, read.sources))]);
  }
}

/** False where all that is left of a pipeline is to fetch a source that nobody looks at. */
function hasWork({ steps }: PipelineDefinition): boolean {
  return steps.some(({ kind }) => kind === 'commands' || kind === 'plugin');
}

/** Workflow files, and what they say. */
type ReadFiles = Workflows & { readonly sources: readonly Source[] };

/** Reads workflow files that make one run. */
export async function readPipelines(
  { files, areNamed }: WorkflowEntries,
  invocation: Pick<Invocation, 'io' | 'flags'>,
  metadata: Metadata,
): Promise<ReadFiles> {
  const { io, flags } = invocation;
  const sources = await Promise.all(files.map((file) => sourceOf(file, io.cwd)));
  const file = flags['secrets-file'];
  const secrets = file === undefined ? [] : await readSecretsFile(file, io.cwd);
  const input = { ...workflowInput(invocation, metadata), secrets, missingWorkflow: areNamed ? ('run' as const) : ('drop' as const) };
  return { ...readWorkflows(sources, input), sources };
}

/** What a program may read of the run, as steps of a workflow file do; nothing where neither a flag nor a run says what it is for. */
async function variablesFor(invocation: Pick<Invocation, 'io' | 'flags'>, options: LoadOptions): Promise<Readonly<Record<string, string>>> {
  const isAsked = METADATA_FLAGS.some((name) => invocation.flags[name] !== undefined);
  return isAsked || options.detect ? runVariablesOf(await metadataOf(invocation, options)) : {};
}

/** What a run is for. */
export function metadataOf(invocation: Pick<Invocation, 'io' | 'flags'>, { detect = false }: LoadOptions = {}): Promise<Metadata> {
  const settings = settingsOf(invocation.io.env, invocation.flags);
  return metadataFor(invocation, { platform: platformOf(settings.platform, process.arch), detect });
}

/** A workflow file by the path that was given for it. */
export async function sourceOf(file: string, cwd: string): Promise<Source> {
  const source = await readSource(path.resolve(cwd, file));
  return { ...source, file };
}
