import type { SecretTemplates } from '../contract/secrets.js';
import type { Netrc, Value } from '../model/pipeline.js';
import { environmentVariables, settingVariables, type Variable } from '../model/settings.js';
import { droneVariables } from './drone-variables.js';
import type { PipelineContext, PipelineMember } from './pipeline-context.js';
import { workspaceDirectory } from './step-directory.js';
import type { StepProcess } from './step-process.js';

export type Variables = Readonly<Record<string, Variable>>;

/** All variables of a step: the pipeline's, the settings, its own environment, and last what podline says of the step itself. */
export function stepVariables(
  { name, kind, options }: PipelineMember,
  { context, process }: { readonly context: PipelineContext; readonly process: StepProcess },
): Variables {
  const known = {
    ...context.variables,
    ...environmentVariables({ CI_WORKSPACE: workspaceDirectory(options, context.props.workspace) }),
    ...settingVariables(options.settings ?? {}),
    ...environmentVariables(options.environment ?? {}),
    ...environmentVariables(netrcVariables(options.netrc)),
  };
  // plugins of a program have no variables of a workflow
  const isOfWorkflow = kind === 'plugin' && 'CI' in context.variables;
  return {
    ...known,
    ...(isOfWorkflow ? droneVariables<Variable>(known, (value) => ({ value })) : {}),
    ...environmentVariables({ CI_STEP_NAME: options.writtenName ?? name, CI_STEP_TYPE: kind, ...process.variables }),
  };
}

function netrcVariables(netrc: Netrc | undefined): Readonly<Record<string, Value>> {
  if (netrc === undefined) return {};
  return { CI_NETRC_MACHINE: netrc.machine, CI_NETRC_USERNAME: netrc.username, CI_NETRC_PASSWORD: netrc.password };
}

/** The variables that hold secrets, for the annotation. */
export function secretTemplates(variables: Variables): SecretTemplates {
  const entries = Object.entries(variables).flatMap(([name, variable]) => ('template' in variable ? [[name, variable] as const] : []));
  return Object.fromEntries(entries);
}
