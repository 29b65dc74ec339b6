import type { IConstruct } from 'constructs';
import { WorkflowError } from '../errors.js';

/**
 * Asks a construct and all below it what is wrong with them.
 *
 * @throws WorkflowError with all of it, each finding with the path of its construct
 */
export function assertValid(root: IConstruct): void {
  const problems = root.node
    .findAll()
    .flatMap((construct) => construct.node.validate().map((message) => `[${construct.node.path}] ${message}`));
  if (problems.length > 0) throw new WorkflowError(problems.map((message) => ({ severity: 'error', code: 'invalid-pipeline', message })));
}
