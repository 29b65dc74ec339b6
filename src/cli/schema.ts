import { workflowSchema } from '../model/workflow-schema.js';
import type { Invocation } from './commands.js';
import { configSchema } from './config-keys.js';

/** Prints the JSON Schema of workflow files, or of the configuration. */
export async function execute({ io, flags }: Invocation): Promise<number> {
  const schema = flags.config ? configSchema() : workflowSchema();
  io.stdout.write(`${JSON.stringify(schema, null, 2)}\n`);
  return 0;
}
