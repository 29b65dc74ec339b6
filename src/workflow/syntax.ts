import type { ContainerOptions, FailurePolicy, RetryRule, RunOn } from '../model/pipeline.js';
import type { Span } from './source.js';

/** A name in a `depends_on`. */
export interface DependencySyntax {
  readonly name: string;
  /** True: nothing is wrong where there is nothing of that name. */
  readonly optional: boolean;
  readonly at: Span;
}

/** One clone step, service or step, as a file has it. */
export interface ContainerSyntax {
  readonly name: string;
  /** Where the name, or a container without one, stands. */
  readonly at: Span;
  readonly options: ContainerOptions;
  /** Absent where the file says nothing; an empty list says that there are none. */
  readonly dependsOn?: readonly DependencySyntax[];
  readonly detach: boolean;
  readonly failure: FailurePolicy;
  readonly runOn: readonly RunOn[];
  readonly timeoutSeconds?: number;
  readonly retry?: RetryRule;
}

/** A workflow file on one axis of its matrix. */
export interface WorkflowSyntax {
  readonly workspace: { readonly base?: string; readonly path?: string };
  readonly skipClone: boolean;
  /** Empty where the file has no clone steps of its own. */
  readonly clone: readonly ContainerSyntax[];
  readonly services: readonly ContainerSyntax[];
  readonly steps: readonly ContainerSyntax[];
  readonly dependsOn: readonly DependencySyntax[];
  readonly runOn: readonly RunOn[];
}
