import type { AgentSettings, Compat } from '../model/agent-settings.js';
import { variableProblems } from '../model/kubernetes-names.js';
import { KUBERNETES_OPTIONS } from '../model/kubernetes-option-shapes.js';
import type { KubernetesOptions } from '../model/kubernetes-options.js';
import { nameProblem } from '../model/names.js';
import { refusals } from '../model/option-gates.js';
import type { ContainerOptions, RetryRule, RunOn, Workspace } from '../model/pipeline.js';
import { isPlugin } from '../model/plugin.js';
import { READY_CHECKS, type ReadyRule, readyProblem } from '../model/ready.js';
import { isRetryCause, RETRY_CAUSES } from '../model/retry.js';
import { environmentVariables, settingVariables } from '../model/settings.js';
import { pathText, shapeProblems } from '../model/shape-problems.js';
import { uncheckedObject } from '../model/unchecked-shape.js';
import { memoryEntries, memoryMountProblem, parseMemoryMount } from './memory-mounts.js';
import type { PipelineMember } from './pipeline-context.js';
import { workspaceBase } from './step-directory.js';
import { claimMountProblem, parseClaimMount } from './volume-mounts.js';

const IMAGE = /^[A-Za-z0-9[][A-Za-z0-9._:@/[\]+-]*$/;
const PORT = /^(\d+)(?:\/(.*))?$/;
const PROTOCOL = /^(tcp|udp|sctp)$/i;

/** What Woodpecker sends as it is. */
const SENT_OPTIONS = uncheckedObject(KUBERNETES_OPTIONS);

/** What a step says beside its container options. */
export interface PolicyOptions {
  readonly runOn: readonly RunOn[];
  readonly timeoutSeconds?: number;
  readonly retry?: RetryRule;
  readonly ready?: ReadyRule | false;
  readonly detach: boolean;
  /** What podline is compatible with takes steps that never run. */
  readonly compat?: Compat;
}

/** What holds for all steps of a pipeline. */
export interface OptionContext {
  readonly workspace: Workspace;
  readonly settings: AgentSettings;
}

/** What is wrong with a step's policy, each finding as a sentence. */
export function policyProblems({ runOn, timeoutSeconds: seconds, retry, ready, detach, compat }: PolicyOptions): string[] {
  return [
    ...(runOn.length === 0 && compat === undefined ? ['runOn is empty: it would never run'] : []),
    ...(seconds !== undefined && !(Number.isInteger(seconds) && seconds > 0)
      ? [`timeout: ${seconds} is not a whole number of seconds, at least one`]
      : []),
    ...(retry && !(Number.isInteger(retry.limit) && retry.limit >= 0) ? [`retry: ${retry.limit} is not a number of attempts`] : []),
    ...(retry && !Number.isInteger(retry.backoffSeconds)
      ? [`retry: the backoff of ${retry.backoffSeconds} is not a whole number of seconds`]
      : []),
    ...(retry?.on ?? []).filter((cause) => !isRetryCause(cause)).map((cause) => `retry: "${cause}" is no cause: ${RETRY_CAUSES}`),
    ...(ready ? readyProblems(ready, detach) : []),
  ];
}

function readyProblems(ready: ReadyRule, detach: boolean): string[] {
  const { timeoutSeconds: seconds } = ready;
  const [name, other] = READY_CHECKS.filter((check) => check in ready);
  const problem = name === undefined || other !== undefined ? `needs one of ${READY_CHECKS.join(', ')}` : readyProblem(ready);
  return [
    ...(detach ? [] : ['ready is for services and detached steps: of others the end is waited for']),
    ...(problem === undefined ? [] : [`ready: ${name ?? ''}${name ? ' ' : ''}${problem}`]),
    ...(Number.isInteger(seconds) && seconds > 0
      ? []
      : [`ready: the timeout of ${seconds} s is not a whole number of seconds, at least one`]),
  ];
}

/** What an API server would refuse in a step's options, and what could not work, each as a sentence. */
export function optionProblems({ name, options }: Pick<PipelineMember, 'name' | 'kind' | 'options'>, agent: OptionContext): string[] {
  const { workspace, settings } = agent;
  const { compat } = settings;
  const problem = nameProblem(name, compat);
  const tmpfs = memoryEntries(options, settings);
  return [
    ...(problem === undefined ? [] : [`the name ${JSON.stringify(name)} ${problem}`]),
    ...(IMAGE.test(options.image) || (options.image !== '' && compat !== undefined)
      ? []
      : [`"${options.image}" is not the name of an image`]),
    ...settingsProblems(options),
    ...(compat === undefined ? variableProblems(variableNames(options)) : []),
    ...(options.ports ?? [])
      .filter((port) => !isPort(String(port), settings))
      .map((port) => `port "${port}" is not a number up to 65535, or number/protocol`),
    ...(options.volumes ?? []).flatMap((entry) => claimMountProblem(entry, compat) ?? []),
    ...tmpfs.flatMap((entry) => memoryMountProblem(entry) ?? []),
    ...(compat === undefined
      ? mountProblems([workspaceBase(options, workspace), ...tmpfs.map((entry) => parseMemoryMount(entry).path), ...mountPaths(options)])
      : []),
    ...kubernetesProblems(options.kubernetes ?? {}, settings),
  ];
}

function settingsProblems(options: ContainerOptions): string[] {
  if (options.settings === undefined || Object.keys(options.settings).length === 0 || isPlugin(options)) return [];
  const other = (['commands', 'entrypoint'] as const).filter((key) => options[key]?.length);
  return other.map((key) => `settings and ${key} exclude each other: settings are for the image's own entry point`);
}

function mountPaths({ volumes = [], kubernetes }: ContainerOptions): readonly string[] {
  const files = (kubernetes?.secrets ?? []).flatMap(({ target }) => target?.file || []);
  return [...volumes.map((entry) => parseClaimMount(entry).path), ...files];
}

function mountProblems(paths: readonly string[]): string[] {
  const twice = paths.filter((path, index) => paths.indexOf(path) !== index);
  return [...new Set(twice)].map((path) => `two volumes are mounted at "${path}"`);
}

/** What is wrong with the options for the pod; those that the agent refuses are named with the setting that would allow them. */
function kubernetesProblems(options: KubernetesOptions, settings: AgentSettings): string[] {
  const refused = refusals(options, settings).map(({ message, hint }) => `${message}: ${hint}`);
  const shapes = shapeProblems(options, settings.compat === undefined ? KUBERNETES_OPTIONS : SENT_OPTIONS, ['kubernetes']).map(
    ({ path, message }) => `${pathText(path)} ${message}`,
  );
  // what podline is compatible with sends it as it is
  const withSeconds = settings.compat !== undefined ? [] : (options.tolerations ?? []);
  const seconds = withSeconds
    .filter(({ tolerationSeconds, effect }) => tolerationSeconds !== undefined && effect !== 'NoExecute')
    .map(({ key }) => `the toleration of "${key}" has tolerationSeconds: Kubernetes takes it with the effect NoExecute only`);
  return [...refused, ...shapes, ...seconds];
}

function variableNames({ settings = {}, environment = {} }: ContainerOptions): readonly string[] {
  return Object.keys({ ...settingVariables(settings), ...environmentVariables(environment) });
}

function isPort(text: string, { compat }: AgentSettings): boolean {
  const [, number, protocol = 'tcp'] = PORT.exec(text) ?? [];
  if (number === undefined || Number(number) > 65535) return false;
  return compat !== undefined || (Number(number) >= 1 && PROTOCOL.test(protocol));
}
