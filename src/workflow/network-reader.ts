import type { Compat } from '../model/agent-settings.js';
import { HOST_ALIAS, NAMESERVERS, SEARCHES } from '../model/kubernetes-option-shapes.js';
import type { HostAlias, KubernetesOptions } from '../model/kubernetes-options.js';
import type { Shape } from '../model/shape.js';
import { shapeProblems } from '../model/shape-problems.js';
import { unchecked } from '../model/unchecked-shape.js';
import { type Convert, listOf, string, textOrList } from './convert.js';
import { defined } from './defined.js';
import type { MapReader } from './map-reader.js';

/** The keys `dns`, `dns_search` and `extra_hosts` of a step, as the options of its pod that they stand for. */
export function withNetwork(
  reader: MapReader,
  { options, compat }: { readonly options: KubernetesOptions | undefined; readonly compat?: Compat },
): KubernetesOptions | undefined {
  const checkedBy = (shape: Shape) => (compat === undefined ? shape : unchecked(shape));
  const nameservers = reader.get('dns', checked(textOrList, checkedBy(NAMESERVERS)));
  const searches = reader.get('dns_search', checked(textOrList, checkedBy(SEARCHES)));
  const hosts = reader.get('extra_hosts', listOf(extraHost(checkedBy(HOST_ALIAS))));
  if (!nameservers && !searches && !hosts) return options;
  const given = options?.dnsConfig ?? {};
  const dnsConfig = {
    ...given,
    nameservers: [...(nameservers ?? []), ...(given.nameservers ?? [])],
    searches: [...(searches ?? []), ...(given.searches ?? [])],
  };
  return defined({
    ...options,
    dnsConfig: nameservers || searches ? dnsConfig : options?.dnsConfig,
    hostAliases: hosts ? [...hosts, ...(options?.hostAliases ?? [])] : options?.hostAliases,
  });
}

/** `host:address`, cut at the first colon: the address may hold more. */
function extraHost(shape: Shape): Convert<HostAlias> {
  return (node, label, diagnostics) => {
    const entry = string(node, label, diagnostics);
    if (entry === undefined) return undefined;
    const colon = entry.indexOf(':');
    const alias = { ip: entry.slice(colon + 1), hostnames: [entry.slice(0, colon)] };
    if (colon > 0 && shapeProblems(alias, shape).length === 0) return alias;
    diagnostics.error({ code: 'wrong-value', message: `${label} must be host:address, not "${entry}"`, at: node.span });
    return undefined;
  };
}

function checked<T>(convert: Convert<T>, shape: Shape): Convert<T> {
  return (node, label, diagnostics) => {
    const value = convert(node, label, diagnostics);
    const problems = value === undefined ? [] : shapeProblems(value, shape);
    for (const { message } of problems) diagnostics.error({ code: 'wrong-value', message: `${label} ${message}`, at: node.span });
    return problems.length === 0 ? value : undefined;
  };
}
