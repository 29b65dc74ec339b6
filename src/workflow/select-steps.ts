import type { ContainerSyntax, WorkflowSyntax } from './syntax.js';
import { isIncluded, type WhenContext } from './when.js';

/** True where a container takes part in this run, whatever has happened before. */
export function isSelected({ when: conditions }: ContainerSyntax, when: WhenContext): boolean {
  return isIncluded(conditions, when);
}

/** The steps that take part. */
export function surviving(
  steps: readonly ContainerSyntax[],
  { when, isLocal }: { readonly when: WhenContext; readonly isLocal: boolean },
): readonly ContainerSyntax[] {
  const possible = isLocal ? steps.filter((step) => step.when.every(({ local }) => local !== false)) : steps;
  return possible.filter((step) => isSelected(step, when));
}

/** Names of the steps and services that do not take part. */
export function leftOutOf(
  { services, steps }: WorkflowSyntax,
  when: WhenContext,
  { isLocal }: { readonly isLocal: boolean },
): readonly string[] {
  const taking = new Set([...services.filter((service) => isSelected(service, when)), ...surviving(steps, { when, isLocal })]);
  return [...services, ...steps].filter((container) => !taking.has(container)).map(({ name }) => name);
}
