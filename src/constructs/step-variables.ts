import type { SecretTemplates } from '../contract/secrets.js';
import { environmentVariables, settingVariables, type Variable } from '../model/settings.js';
import type { PipelineContext, PipelineMember } from './pipeline-context.js';
import { workspaceDirectory } from './step-directory.js';
import type { StepProcess } from './step-process.js';

export type Variables = Readonly<Record<string, Variable>>;

/** All variables of a step: the pipeline's, podline's own, the settings, and last its own environment. */
export function stepVariables(
  { name, kind, options }: PipelineMember,
  { context, process }: { readonly context: PipelineContext; readonly process: StepProcess },
): Variables {
  const own = {
    CI_WORKSPACE: workspaceDirectory(kind, options, context.props.workspace),
    CI_STEP_NAME: name,
    CI_STEP_TYPE: kind,
    ...process.variables,
  };
  return {
    ...context.variables,
    ...environmentVariables(own),
    ...settingVariables(options.settings ?? {}),
    ...environmentVariables(options.environment ?? {}),
  };
}

/** The variables that hold secrets, for the annotation. */
export function secretTemplates(variables: Variables): SecretTemplates {
  const entries = Object.entries(variables).flatMap(([name, variable]) => ('template' in variable ? [[name, variable] as const] : []));
  return Object.fromEntries(entries);
}
