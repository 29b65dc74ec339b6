import type { IConstruct } from 'constructs';

/**
 * An id for a construct of that name which its scope takes: a name that is empty or used twice is a finding
 * among others, not an exception of the construct tree. Ids beginning with `$` are podline's own.
 */
export function freeId(scope: IConstruct, name: string): string {
  const id = name.replace(/^\$|^$/, '_');
  let free = id;
  for (let count = 2; scope.node.tryFindChild(free) !== undefined; count++) free = `${id}$${count}`;
  return free;
}
