import type { CompiledWorkflow } from './compiled-workflow.js';
import { resolveDependencies } from './edges.js';
import type { RunInput } from './input.js';
import type { UnlinkedWorkflow, WorkflowFile } from './read-file.js';
import { suggest } from './suggest.js';

/** The workflows of all files; each waits for every axis of those that its own depends on. */
export function linkWorkflows(files: readonly WorkflowFile[], input: RunInput): readonly CompiledWorkflow[] {
  const kept = withDependencies(files, input);
  // what is missing was told, and is left out
  const names = new Set(kept.map(({ name }) => name));
  const nodes = [...names].flatMap((name) => {
    const [file, ...others] = files.filter(({ name: other, workflows }) => other === name && workflows.some((each) => kept.includes(each)));
    for (const other of others) reportSameName(other, kept);
    const workflows = kept.filter((workflow) => workflow.name === name);
    const dependsOn = workflows.flatMap(({ dependencies }) => dependencies).filter((dependency) => names.has(dependency.name));
    return file ? [{ name, at: file.at, diagnostics: file.diagnostics, dependsOn }] : [];
  });
  resolveDependencies(nodes, 'workflow');
  return kept.map(({ dependencies, pipeline, ...workflow }) => {
    const dependsOn = [...new Set(dependencies.map(({ name }) => name).filter((name) => names.has(name)))];
    const pipelines = kept.filter(({ name }) => dependsOn.includes(name)).map((other) => other.pipeline.name);
    return { ...workflow, dependsOn, pipeline: { ...pipeline, dependsOn: pipelines } };
  });
}

/** Files of one name are one workflow to those that wait for it, and their pipelines differ in name. */
function reportSameName({ name, at, diagnostics, workflows }: WorkflowFile, kept: readonly UnlinkedWorkflow[]): void {
  const called = workflows.filter((workflow) => kept.includes(workflow)).map(({ pipeline }) => `"${pipeline.name}"`);
  diagnostics.warn({
    code: 'renamed',
    message: `the name "${name}" of a workflow is used before, this one is called ${called.join(', ')}`,
    at,
    hint: 'rename one of the files',
  });
}

/** Without the workflows that depend on one that is not there, and those that depend on these. */
function withDependencies(
  files: readonly WorkflowFile[],
  { missingWorkflow = 'drop', habits = false }: RunInput,
): readonly UnlinkedWorkflow[] {
  const fileOf = new Map(files.flatMap((file) => file.workflows.map((workflow) => [workflow, file] as const)));
  let kept = files.flatMap(({ workflows }) => workflows);
  for (let before = -1; before !== kept.length; ) {
    before = kept.length;
    const names = new Set(kept.map(({ name }) => name));
    kept = kept.filter((workflow) => {
      const missing = workflow.dependencies.find(({ name, optional }) => !optional && !names.has(name));
      if (!missing) return true;
      const isKnown = files.some(({ name }) => name === missing.name);
      // whoever asks about the files as such does not mean one run of them
      if (isKnown && habits) return missingWorkflow === 'run';
      const reason = isKnown ? 'is left out of this run' : 'is not there';
      const consequence = missingWorkflow === 'drop' ? 'it is left out' : 'it does not wait';
      const meant = isKnown ? undefined : suggest(missing.name, [...names]);
      fileOf.get(workflow)?.diagnostics.warn({
        code: 'missing-workflow',
        message: `the workflow "${workflow.name}" depends on "${missing.name}", which ${reason}: ${consequence}`,
        at: missing.at,
        hint: meant ? `did you mean "${meant}"?` : 'make the dependency optional where it may be missing',
      });
      return missingWorkflow === 'run';
    });
  }
  return kept;
}
