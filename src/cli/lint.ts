import { type Diagnostic, WorkflowError } from '../errors.js';
import { lint } from '../lint/lint.js';
import type { PipelineDefinition } from '../model/pipeline.js';
import { platformOf } from '../model/platform.js';
import { annotations } from '../report/annotations.js';
import { diagnosticsText } from '../report/diagnostics-text.js';
import { sarif } from '../report/sarif.js';
import { VERSION } from '../version.js';
import type { Invocation } from './commands.js';
import { findEntries } from './find-entries.js';
import { loadEntries, sourceOf } from './load-entries.js';
import { metadataFor } from './metadata.js';
import { settingsOf } from './settings.js';
import { workflowInput } from './workflow-input.js';

const WRONG_INPUT = 2;

/** Prints what is wrong with workflow files. The exit status is that of a run of them: 2 for errors, with --strict for warnings too. */
export async function execute(invocation: Invocation): Promise<number> {
  const { io, flags } = invocation;
  const diagnostics = await findingsOf(invocation);
  io.stdout.write(textOf(diagnostics, flags.format ?? 'pretty'));
  const isWrong = diagnostics.some(({ severity }) => severity === 'error' || flags.strict);
  return isWrong ? WRONG_INPUT : 0;
}

async function findingsOf(invocation: Invocation): Promise<readonly Diagnostic[]> {
  const { io, args, flags } = invocation;
  const entries = await findEntries(args, io);
  if (entries.type !== 'workflows') return findingsIn(async () => (await loadEntries(entries, invocation)).warnings);
  const sources = await Promise.all(entries.files.map((file) => sourceOf(file, io.cwd)));
  const settings = settingsOf(io.env, flags);
  const platform = platformOf(settings.platform, process.arch);
  const metadata = await metadataFor(invocation, { platform, detect: false });
  const { synthesize } = await import('../plan/synth.js');
  const check = (pipelines: readonly PipelineDefinition[]): readonly Diagnostic[] => {
    try {
      synthesize(pipelines, { settings });
      return [];
    } catch (error) {
      if (error instanceof WorkflowError) return error.diagnostics;
      throw error;
    }
  };
  const events = flags.event === undefined ? undefined : [String(flags.event)];
  return lint(sources, {
    input: { ...workflowInput(invocation, metadata), missingWorkflow: entries.areNamed ? 'run' : 'drop' },
    events,
    synthesize: check,
  });
}

async function findingsIn(load: () => Promise<readonly Diagnostic[]>): Promise<readonly Diagnostic[]> {
  try {
    return await load();
  } catch (error) {
    if (error instanceof WorkflowError) return error.diagnostics;
    throw error;
  }
}

function textOf(diagnostics: readonly Diagnostic[], format: string): string {
  if (format === 'json') return `${JSON.stringify({ diagnostics }, null, 2)}\n`;
  if (format === 'sarif') return `${JSON.stringify(sarif(diagnostics, { version: VERSION }), null, 2)}\n`;
  return format === 'github' ? annotations(diagnostics) : diagnosticsText(diagnostics);
}
