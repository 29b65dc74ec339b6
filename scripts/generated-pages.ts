import { configSchema } from '../src/cli/config-keys.js';
import { cliReference } from './cli-reference.js';
import { agentSettingsReference, kubernetesOptionsSchema, stepOptionsReference, workflowFileSchema } from './reference.js';

/** Text of each page that `npm run docs` writes, by its path. */
export function generatedPages(): Readonly<Record<string, string>> {
  return {
    'docs/cli.md': cliReference(),
    'docs/reference/agent-settings.md': agentSettingsReference(),
    'docs/reference/step-options.md': stepOptionsReference(),
    'schema/config.json': `${JSON.stringify(configSchema(), null, 2)}\n`,
    'schema/kubernetes-options.json': kubernetesOptionsSchema(),
    'schema/workflow.json': workflowFileSchema(),
  };
}
