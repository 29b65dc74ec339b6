import { freeName } from '../model/names.js';
import type { Diagnostics } from './diagnostics.js';
import type { ContainerSyntax } from './syntax.js';

/** A name for each container that no other has: of two the later one is renamed, with a warning. */
export function uniqueNames(containers: readonly ContainerSyntax[], diagnostics: Diagnostics): ReadonlyMap<ContainerSyntax, string> {
  const taken = new Set<string>();
  return new Map(
    containers.map((container) => {
      const name = freeName(container.name, taken);
      taken.add(name);
      if (name !== container.name) {
        diagnostics.warn({
          code: 'renamed',
          message: `the name "${container.name}" is used before, this one is called "${name}"`,
          at: container.at,
          hint: 'give each clone step, service and step a name of its own',
        });
      }
      return [container, name];
    }),
  );
}
