import { nameProblem } from '../model/names.js';
import type { ContainerOptions, KubernetesOptions, NativeSecret, RetryRule, RunOn, Workspace } from '../model/pipeline.js';
import { isPlugin } from '../model/plugin.js';
import { isQuantity } from '../model/quantity.js';
import { isRetryCause, RETRY_CAUSES } from '../model/retry.js';
import { environmentVariables, settingVariables } from '../model/settings.js';
import { isObjectName, keyProblems, labelProblems, variableProblems } from './name-rules.js';
import type { PipelineMember } from './pipeline-context.js';
import { workspaceBase } from './step-directory.js';
import { claimMountProblem, parseClaimMount } from './volume-mounts.js';

const IMAGE = /^[A-Za-z0-9[][A-Za-z0-9._:@/[\]+-]*$/;
const PORT = /^(\d+)(\/(tcp|udp|sctp))?$/i;
const OS_LABEL = 'kubernetes.io/os';

/** What a step says beside its container options. */
export interface PolicyOptions {
  readonly runOn: readonly RunOn[];
  readonly timeoutSeconds?: number;
  readonly retry?: RetryRule;
}

/** What is wrong with a step's policy, each finding as a sentence. */
export function policyProblems({ runOn, timeoutSeconds: seconds, retry }: PolicyOptions): string[] {
  return [
    ...(runOn.length === 0 ? ['runOn is empty: it would never run'] : []),
    ...(seconds !== undefined && !(Number.isInteger(seconds) && seconds > 0)
      ? [`timeout: ${seconds} is not a whole number of seconds, at least one`]
      : []),
    ...(retry && !(Number.isInteger(retry.limit) && retry.limit >= 0) ? [`retry: ${retry.limit} is not a number of attempts`] : []),
    ...(retry && !Number.isInteger(retry.backoffSeconds)
      ? [`retry: the backoff of ${retry.backoffSeconds} is not a whole number of seconds`]
      : []),
    ...(retry?.on ?? []).filter((cause) => !isRetryCause(cause)).map((cause) => `retry: "${cause}" is no cause: ${RETRY_CAUSES}`),
  ];
}

/** What an API server would refuse in a step's options, and what could not work, each as a sentence. */
export function optionProblems({ name, kind, options }: PipelineMember, workspace: Workspace): string[] {
  const problem = nameProblem(name);
  const { kubernetes = {} } = options;
  return [
    ...(problem === undefined ? [] : [`the name ${JSON.stringify(name)} ${problem}`]),
    ...(IMAGE.test(options.image) ? [] : [`"${options.image}" is not the name of an image`]),
    ...settingsProblems(options),
    ...variableProblems(variableNames(options)),
    ...(options.ports ?? [])
      .filter((port) => !isPort(String(port)))
      .map((port) => `port "${port}" is not a number up to 65535, or number/protocol`),
    ...(options.volumes ?? []).flatMap((entry) => claimMountProblem(entry) ?? []),
    ...mountProblems([workspaceBase(kind, options, workspace), ...mountPaths(options)]),
    ...resourceProblems(kubernetes),
    ...labelProblems('labels', kubernetes.labels),
    ...keyProblems('annotations', kubernetes.annotations),
    ...nodeProblems(kubernetes),
    ...(kubernetes.secrets ?? []).flatMap(nativeSecretProblems),
  ];
}

function settingsProblems(options: ContainerOptions): string[] {
  if (options.settings === undefined || Object.keys(options.settings).length === 0 || isPlugin(options)) return [];
  const other = (['commands', 'entrypoint'] as const).filter((key) => options[key]?.length);
  return other.map((key) => `settings and ${key} exclude each other: settings are for the image's own entry point`);
}

function resourceProblems({ resources }: KubernetesOptions): string[] {
  return (['requests', 'limits'] as const).flatMap((list) =>
    Object.entries(resources?.[list] ?? {})
      .filter(([, value]) => !isQuantity(value))
      .map(([resource, value]) => `resources.${list}.${resource}: "${value}" is not a quantity such as 100m or 400Mi`),
  );
}

function mountPaths({ volumes = [], kubernetes }: ContainerOptions): readonly string[] {
  const files = (kubernetes?.secrets ?? []).flatMap(({ target }) => target?.file || []);
  return [...volumes.map((entry) => parseClaimMount(entry).path), ...files];
}

function mountProblems(paths: readonly string[]): string[] {
  const twice = paths.filter((path, index) => paths.indexOf(path) !== index);
  return [...new Set(twice)].map((path) => `two volumes are mounted at "${path}"`);
}

function nodeProblems({ nodeSelector, tolerations = [] }: KubernetesOptions): string[] {
  return [
    ...labelProblems('nodeSelector', nodeSelector),
    ...(nodeSelector?.[OS_LABEL] === 'windows' ? [`nodeSelector.${OS_LABEL}: steps need a POSIX shell, choose linux`] : []),
    ...tolerations
      .filter(({ tolerationSeconds, effect }) => tolerationSeconds !== undefined && effect !== 'NoExecute')
      .map(({ key }) => `the toleration of "${key}" has tolerationSeconds: Kubernetes takes it with the effect NoExecute only`),
  ];
}

function nativeSecretProblems({ name, key, target }: NativeSecret): string[] {
  return [
    ...(isObjectName(name) ? [] : [`"${name}" is not the name of a Secret`]),
    ...(target?.env && !key ? [`the variable "${target.env}" of Secret "${name}" needs a key`] : []),
    ...(target?.env ? variableProblems([target.env]) : []),
    ...(target?.file && !target.file.startsWith('/') ? [`the file "${target.file}" of Secret "${name}" is not absolute`] : []),
  ];
}

function variableNames({ settings = {}, environment = {} }: ContainerOptions): readonly string[] {
  return Object.keys({ ...settingVariables(settings), ...environmentVariables(environment) });
}

function isPort(text: string): boolean {
  const number = PORT.exec(text)?.[1];
  return number !== undefined && Number(number) >= 1 && Number(number) <= 65535;
}
