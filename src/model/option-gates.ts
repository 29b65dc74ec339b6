import { AGENT_SETTINGS } from './agent-setting-table.js';
import type { AgentSettings } from './agent-settings.js';
import type { KubernetesOptions } from './kubernetes-options.js';

/** Options of a step that an agent may refuse, and the setting that allows each. */
export const OPTION_GATES = {
  labels: 'podLabelsAllowFromStep',
  annotations: 'podAnnotationsAllowFromStep',
  nodeSelector: 'podNodeSelectorAllowFromStep',
  tolerations: 'podTolerationsAllowFromStep',
  affinity: 'podAffinityAllowFromStep',
  runtimeClassName: 'runtimeClassAllowFromStep',
  serviceAccountName: 'serviceAccountNameAllowFromStep',
  secrets: 'allowNativeSecrets',
} as const satisfies { readonly [P in keyof KubernetesOptions]?: keyof AgentSettings };

export type GatedOption = keyof typeof OPTION_GATES;

/** An option that the agent does not allow, and what would change that. */
export interface Refusal {
  readonly option: GatedOption;
  readonly message: string;
  readonly hint: string;
}

/** The options of a step that the agent refuses aloud; what it is compatible with drops them without a word. */
export function refusals(options: KubernetesOptions, settings: AgentSettings): readonly Refusal[] {
  if (settings.compat !== undefined) return [];
  return closedGates(options, settings).map((option) => {
    const { variable, flag } = AGENT_SETTINGS[OPTION_GATES[option]];
    return {
      option,
      message: `"kubernetes.${option}" is not allowed from a step`,
      hint: `the agent allows it with ${variable}=true, or --${flag} true`,
    };
  });
}

/** The options of a step without those that the agent does not allow. */
export function allowedOptions(options: KubernetesOptions, settings: AgentSettings): KubernetesOptions {
  const closed: readonly string[] = closedGates(options, settings);
  return Object.fromEntries(Object.entries(options).filter(([option]) => !closed.includes(option)));
}

/** The options that the agent does not allow, whatever a step says. */
export function closedOptions(settings: AgentSettings): readonly GatedOption[] {
  const gated = Object.keys(OPTION_GATES) as readonly GatedOption[];
  return gated.filter((option) => !settings[OPTION_GATES[option]]);
}

function closedGates(options: KubernetesOptions, settings: AgentSettings): readonly GatedOption[] {
  return closedOptions(settings).filter((option) => options[option] !== undefined);
}
