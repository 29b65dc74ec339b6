import type { ContainerOptions, FailurePolicy, RetryRule, RunOn } from '../model/pipeline.js';
import type { ReadyRule } from '../model/ready.js';
import type { SecretUse } from './secret-rules.js';
import type { Span } from './source.js';
import type { Condition } from './when.js';

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
  /** Empty: always. */
  readonly when: readonly Condition[];
  readonly secrets: readonly SecretUse[];
  readonly timeoutSeconds?: number;
  readonly retry?: RetryRule;
  readonly startAhead?: boolean;
  readonly ready?: ReadyRule | false;
}

/** How many pipelines of a group may run at a time. */
export interface Concurrency {
  /** 0: any number. */
  readonly limit: number;
  /** Empty: the workflow alone. */
  readonly group: string;
}

/** A workflow file on one axis of its matrix. */
export interface WorkflowSyntax {
  /** `volume` is `none` or the name of a claim. */
  readonly workspace: { readonly base?: string; readonly path?: string; readonly volume?: string };
  readonly labels: Readonly<Record<string, string>>;
  readonly skipClone: boolean;
  /** Empty where the file has no clone steps of its own. */
  readonly clone: readonly ContainerSyntax[];
  readonly services: readonly ContainerSyntax[];
  readonly steps: readonly ContainerSyntax[];
  readonly dependsOn: readonly DependencySyntax[];
  readonly when: readonly Condition[];
  /** The former way to say in which states it runs. */
  readonly runsOn: readonly RunOn[];
  readonly concurrency?: Concurrency;
}
