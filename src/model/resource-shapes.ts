import { isKey } from './kubernetes-names.js';
import type { Resources } from './kubernetes-options.js';
import { quantityProblem, quantityValue } from './quantity.js';
import { mapOf, object, text } from './shape.js';

/** Woodpecker looks at it too. */
export const QUANTITY = text(quantityProblem, '^[+]?[0-9.]+([KMGTPE]i|[numkMGTPE]|[eE][+-]?[0-9]+)?$');
const STANDARD = /^(cpu|memory|ephemeral-storage|hugepages-.+)$/;
const HUGE = /^hugepages-/;

/** Resources that containers may ask for: those of Kubernetes, and those that somebody's domain stands before. */
function resourceNameProblem(name: string): string | undefined {
  const known = STANDARD.test(name) || (name.includes('/') && isKey(name) && !/^(requests\.|([^/]*\.)?kubernetes\.io\/)/.test(name));
  return known ? undefined : `must be cpu, memory, ephemeral-storage, hugepages-… or have a domain such as "nvidia.com/gpu"`;
}

/** What Kubernetes asks of requests and limits together. */
function resourcesProblem({ requests = {}, limits = {} }: Resources): string | undefined {
  for (const [name, value] of Object.entries({ ...requests, ...limits })) {
    const [request, limit] = [requests[name], limits[name]].map((each) => (each === undefined ? undefined : quantityValue(each)));
    const isExtended = name.includes('/');
    if (isExtended && !Number.isInteger(quantityValue(value))) return `asks for ${value} of "${name}", which is counted in whole numbers`;
    if (request !== undefined && limit !== undefined && request > limit)
      return `asks for more "${name}" (${requests[name]}) than its limit (${limits[name]})`;
    if (!isExtended && !HUGE.test(name)) continue;
    if (limit === undefined) return `needs a limit of "${name}", which cannot be shared`;
    if (request !== undefined && request !== limit) return `needs the same request and limit of "${name}", which cannot be shared`;
  }
  const names = Object.keys({ ...requests, ...limits });
  const isHuge = names.some((name) => HUGE.test(name));
  return isHuge && !names.includes('cpu') && !names.includes('memory') ? 'needs cpu or memory beside huge pages' : undefined;
}

const QUANTITIES = mapOf(resourceNameProblem, QUANTITY);

export const RESOURCES = object<Resources>(
  {
    requests: { shape: QUANTITIES, text: 'what a node must have free' },
    limits: { shape: QUANTITIES, text: 'what the step may take' },
  },
  resourcesProblem,
);
