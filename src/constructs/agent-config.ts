import { Chart } from 'cdk8s';
import { Construct, type IConstruct } from 'constructs';
import type { AgentSettings } from '../model/agent-settings.js';
import { DEFAULT_AGENT_SETTINGS, withDefaults } from '../model/default-settings.js';
import { readAgentSettings, settingProblems } from '../model/read-agent-settings.js';
import { AgentSetup } from './agent-setup.js';
import { isPipeline } from './pipeline-context.js';

/**
 * Properties of {@link AgentConfig}.
 *
 * Each absent one has the default of the Woodpecker agent's setting of that name.
 */
export interface AgentConfigProps extends Partial<AgentSettings> {
  /**
   * In a chart of its own: a ClusterRole too, with which the agent may look at nodes and storage classes.
   *
   * @default false
   */
  readonly clusterRole?: boolean;
}

/**
 * The settings of an agent, for all pipelines in its scope and below. In a chart of its own it synthesizes what the agent
 * needs on a cluster as well: namespace, service account, role and role binding.
 */
export class AgentConfig extends Construct {
  /** The configuration nearest to a construct: in its scope, or in a scope above; undefined where there is none. */
  static of(construct: IConstruct): AgentConfig | undefined {
    for (let scope: IConstruct | undefined = construct; scope !== undefined; scope = scope.node.scope) {
      const found = scope.node.children.find((child) => child instanceof AgentConfig);
      if (found) return found;
    }
    return undefined;
  }

  /** The settings that hold for a construct: those of the nearest configuration, else the defaults. */
  static settingsOf(construct: IConstruct): AgentSettings {
    return AgentConfig.of(construct)?.settings ?? DEFAULT_AGENT_SETTINGS;
  }

  /** Reads the variables `WOODPECKER_BACKEND_K8S_*`, as the Woodpecker agent does; wrong ones are reported at synthesis. */
  static fromEnvironment(scope: Construct, id: string, environment: Readonly<Record<string, string | undefined>>): AgentConfig {
    const { settings, problems } = readAgentSettings(environment);
    const config = new AgentConfig(scope, id, settings);
    config.node.addValidation({ validate: () => [...problems] });
    return config;
  }

  readonly settings: AgentSettings;

  constructor(scope: Construct, id: string, { clusterRole = false, ...props }: AgentConfigProps = {}) {
    super(scope, id);
    this.settings = withDefaults(props);
    this.node.addValidation({ validate: () => [...settingProblems(props)] });
    if (!Chart.isChart(scope) || isPipeline(scope)) return;
    const { namespace, namespacePerOrganization: everyNamespace } = this.settings;
    new AgentSetup(this, 'setup', { namespace, clusterRole, everyNamespace });
  }
}
