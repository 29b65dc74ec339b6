import type { Diagnostics } from './diagnostics.js';
import { resolveDependencies } from './edges.js';
import { suggest } from './suggest.js';
import type { WorkflowSyntax } from './syntax.js';

/** Reports names that are wrong whatever the workflow is run for: of two services alike, and of dependencies that are no step. */
export function checkNames({ skipClone, clone, services, steps }: WorkflowSyntax, diagnostics: Diagnostics): void {
  // services depend on nothing of their own
  const named = services.map(({ name, at }) => ({ name, at, diagnostics }));
  resolveDependencies(named, 'service');
  const cloning = clone.length > 0 ? clone.map(({ name }) => name) : ['clone'];
  const earlier = [...(skipClone ? [] : cloning), ...named.map(({ name }) => name)];
  const known = new Set(steps.map(({ name }) => name));
  for (const { name: step, dependsOn = [] } of steps) {
    for (const { name, at } of dependsOn.filter(({ name, optional }) => !optional && !known.has(name))) {
      const others = [...known].filter((other) => other !== step);
      const meant = suggest(name, others);
      diagnostics.error({
        code: 'unknown-step',
        message: `the step "${step}" depends on "${name}", and there is no step of that name`,
        at,
        hint: earlier.includes(name) ? `remove it: "${name}" comes before all steps` : meant && `did you mean "${meant}"?`,
      });
    }
  }
}
