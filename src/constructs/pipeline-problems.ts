import { graphProblems } from '../model/graph.js';
import { nameProblem } from '../model/names.js';
import { isNamespace, keyProblems, labelProblems, variableProblems } from './name-rules.js';
import type { PipelineContext } from './pipeline-context.js';

/** What is wrong with a pipeline as a whole, each finding as a sentence. */
export function pipelineProblems({ pods, props }: PipelineContext): string[] {
  const { name, settings, run, workspace, environment, runOn } = props;
  const problem = nameProblem(name);
  return [
    ...(problem === undefined ? [] : [`the name ${JSON.stringify(name)} ${problem}`]),
    ...(isNamespace(settings.namespace) ? [] : [`"${settings.namespace}" is not the name of a namespace`]),
    ...(settings.namespace === run.namespace
      ? []
      : [`namespace "${settings.namespace}": the run's other pipelines are in "${run.namespace}"`]),
    ...(workspace.base.startsWith('/') && !workspace.base.includes(':')
      ? []
      : [`the workspace's base "${workspace.base}" is not an absolute path`]),
    ...(runOn.length === 0 ? ['runOn is empty: it would never run'] : []),
    ...(pods.length === 0 ? ['a pipeline needs at least one step'] : []),
    ...labelProblems('podLabels', settings.podLabels),
    ...keyProblems('podAnnotations', settings.podAnnotations),
    ...labelProblems('podNodeSelector', settings.podNodeSelector),
    ...variableProblems(Object.keys(environment)),
    ...graphProblems(pods.map((pod) => ({ name: pod.name, dependsOn: pod.edges() }))).map(({ message }) => message),
  ];
}
