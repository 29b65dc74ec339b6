import { neutralize } from './neutralize.js';

/** The name of a pipeline, and what tells it from its siblings: `test-2 (NODE=22, OS=linux)`. */
export function pipelineText(name: string, axis: Readonly<Record<string, string>> | undefined): string {
  const values = Object.entries(axis ?? {}).map(([variable, value]) => `${variable}=${value}`);
  return neutralize(values.length === 0 ? name : `${name} (${values.join(', ')})`);
}
