const REF = '#/definitions/';

/**
 * Reduces an OpenAPI definitions document to the named definitions and everything they reference.
 * Manifests carry no status, so the status of the named definitions goes too. Keys come out sorted.
 */
export function pruneSchema(schema, roots) {
  const kept = new Map();
  const pending = [...roots];
  for (const name of pending) {
    if (kept.has(name)) continue;
    const definition = schema.definitions[name];
    if (definition === undefined) throw new Error(`Definition ${name} is not in the schema`);
    const pruned = roots.includes(name) ? withoutStatus(definition) : definition;
    kept.set(name, pruned);
    pending.push(...references(pruned));
  }
  return sorted({ definitions: Object.fromEntries(kept) });
}

function withoutStatus(definition) {
  const { status: _, ...properties } = definition.properties;
  return { ...definition, properties };
}

function references(node) {
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) =>
    key === '$ref' && typeof value === 'string' ? [value.slice(REF.length)] : references(value),
  );
}

function sorted(node) {
  if (typeof node !== 'object' || node === null) return node;
  if (Array.isArray(node)) return node.map(sorted);
  return Object.fromEntries(
    Object.keys(node)
      .sort()
      .map((key) => [key, sorted(node[key])]),
  );
}
