import { ciVariables, type WorkflowMetadata } from '../model/ci-variables.js';
import type { RunInput } from './input.js';
import type { Axis } from './matrix.js';

type Texts = Readonly<Record<string, string>>;

/** The variables of one workflow on one axis, for each of their readers. */
export interface RunVariables {
  /** Of all containers. */
  readonly containers: Texts;
  /** Of containers that are no plugins, beside those of all. */
  readonly noPlugins: Texts;
  /** Of all containers, whatever the file says. */
  readonly agent: Texts;
  /** For `${NAME}` in the file. */
  readonly file: Texts;
  /** For the expressions of the workflow's own `when`. */
  readonly workflow: Texts;
  /** For the expressions of its steps. */
  readonly steps: Texts;
}

/** What a pipeline sets for itself, whatever its axis is called. */
const OWN = new Set(['CI_WORKSPACE']);

export function runVariables(
  input: RunInput,
  { workflow, axis }: { readonly workflow: WorkflowMetadata; readonly axis: Axis },
): RunVariables {
  const { metadata, environment, variables, machine } = input;
  const ci = ciVariables(metadata, workflow);
  const given = Object.fromEntries(Object.entries({ ...axis, ...variables }).filter(([name]) => !OWN.has(name)));
  const agent: Texts = machine === undefined ? {} : { CI_MACHINE: machine, CI_SYSTEM_PLATFORM: metadata.system.platform };
  return {
    containers: { ...ci, ...proxyVariables(input), ...environment, ...agent },
    noPlugins: given,
    agent,
    file: { ...environment, ...ci, ...axis },
    workflow: { ...environment, ...axis, ...ci },
    steps: { ...environment, ...given, ...ci },
  };
}

/** All of them where one is given: a tool that finds none may look elsewhere. */
function proxyVariables({ proxies = {} }: RunInput): Texts {
  const { http = '', https = '', none = '' } = proxies;
  if (http === '' && https === '' && none === '') return {};
  return { no_proxy: none, NO_PROXY: none, http_proxy: http, HTTP_PROXY: http, https_proxy: https, HTTPS_PROXY: https };
}
