import { graphProblems } from '../model/graph.js';
import { keyProblem, namespaceProblem, variableProblems } from '../model/kubernetes-names.js';
import { nameProblem } from '../model/names.js';
import { mapOf, text } from '../model/shape.js';
import { shapeProblems } from '../model/shape-problems.js';
import type { PipelineContext } from './pipeline-context.js';

/** Values are made to fit. */
const LABEL_KEYS = mapOf(keyProblem, text());

/** What is wrong with a pipeline as a whole, each finding as a sentence. */
export function pipelineProblems({ pods, props }: PipelineContext): string[] {
  const { name, settings, run, workspace, environment, labels, runOn } = props;
  const problem = nameProblem(name);
  return [
    ...(problem === undefined ? [] : [`the name ${JSON.stringify(name)} ${problem}`]),
    ...upperCaseProblems(settings.namespace),
    ...(settings.namespace === run.namespace
      ? []
      : [`namespace "${settings.namespace}": the run's other pipelines are in "${run.namespace}"`]),
    ...((workspace.base.startsWith('/') || settings.compat !== undefined) && !workspace.base.includes(':')
      ? []
      : [`the workspace's base "${workspace.base}" is not an absolute path`]),
    ...(runOn.length === 0 ? ['runOn is empty: it would never run'] : []),
    ...(pods.length === 0 ? ['a pipeline needs at least one step'] : []),
    ...(settings.compat === undefined ? variableProblems(Object.keys(environment)) : []),
    ...shapeProblems(labels, LABEL_KEYS).map(({ message }) => `labels ${message}`),
    ...graphProblems(pods.map((pod) => ({ name: pod.name, dependsOn: pod.edges() }))).map(({ message }) => message),
  ];
}

/** The prefix of namespaces of organisations may have capitals, a namespace may not; all else is found with the settings. */
function upperCaseProblems(namespace: string): string[] {
  const problem = namespaceProblem(namespace);
  return problem === undefined || namespaceProblem(namespace.toLowerCase()) !== undefined
    ? []
    : [`namespace ${problem}, not "${namespace}"`];
}
