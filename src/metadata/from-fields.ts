import { type Facts, repositoryOf } from './facts.js';
import { type FieldKind, METADATA_FIELDS, type MetadataField } from './fields.js';

type Given = string | number | boolean | readonly string[] | undefined;

/** What flags say. */
export function factsOfFlags(flags: Readonly<Record<string, unknown>>): Facts {
  return factsOf(([flag, { kind }]) => {
    const value = flags[flag];
    if (kind === 'files') return typeof value === 'string' ? files(value) : undefined;
    return value as Given;
  });
}

/** What the variables of Woodpecker say, inside of one of its pipelines. */
export function factsOfVariables(variables: Readonly<Record<string, string | undefined>>): Facts {
  return factsOf(([, { kind, variable }]) => {
    const text = variables[variable];
    return text === undefined || text === '' ? undefined : read(kind, text);
  });
}

function factsOf(given: (entry: readonly [string, MetadataField]) => Given): Facts {
  const facts: Branch = {};
  for (const [flag, field] of Object.entries<MetadataField>(METADATA_FIELDS)) {
    const value = given([flag, field]);
    if (value !== undefined) put(facts, field.path, value);
  }
  const { fullName, ...repository } = (facts.repository ?? {}) as { readonly fullName?: string };
  const named = fullName === undefined ? repository : { ...repository, ...repositoryOf(fullName) };
  // the table says where each value goes
  return { ...facts, repository: named } as Facts;
}

interface Branch {
  [key: string]: Branch | Given;
}

function put(facts: Branch, [key = '', ...rest]: readonly string[], value: Given): void {
  if (rest.length === 0) {
    facts[key] = value;
    return;
  }
  const branch = (facts[key] ?? {}) as Branch;
  facts[key] = branch;
  put(branch, rest, value);
}

/** A text that is not of its kind says nothing: other systems have variables of these names too. */
function read(kind: FieldKind, text: string): Given {
  switch (kind) {
    case 'count':
      return /^\d+$/.test(text) ? Number(text) : undefined;
    case 'switch':
      return text === 'true' ? true : text === 'false' ? false : undefined;
    case 'list':
      return names(text);
    case 'files':
      return files(text);
    case 'text':
      return text;
  }
}

function files(text: string): readonly string[] {
  if (!text.startsWith('[')) return names(text);
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) ? list.map(String) : [];
  } catch {
    return names(text);
  }
}

function names(text: string): readonly string[] {
  return text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}
