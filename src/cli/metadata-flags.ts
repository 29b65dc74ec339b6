import { METADATA_FIELDS, type MetadataField, type MetadataFlag } from '../metadata/fields.js';
import type { Flag } from './flag.js';

/** How the flags that stand for metadata are read. */
interface MetadataKinds {
  readonly text: 'text';
  readonly files: 'text';
  readonly count: 'count';
  readonly switch: 'switch';
  readonly list: 'list';
}

/** Flags by their names, of the kinds of the fields that they stand for. */
type MetadataFlags = {
  readonly [Name in MetadataFlag]: Flag & { readonly kind: MetadataKinds[(typeof METADATA_FIELDS)[Name]['kind']] };
};

/** Flags by which a person says what a run is for. */
export const METADATA_FLAGS = [...(Object.keys(METADATA_FIELDS) as readonly MetadataFlag[]), 'metadata-file'] as const;

/** The flags that stand for metadata. */
export function metadataFlags(): MetadataFlags {
  const flags = Object.entries<MetadataField>(METADATA_FIELDS).map(([name, { kind, value, choices, variable, text }]) => {
    return [name, { kind: kind === 'files' ? 'text' : kind, value, choices, env: variable, text }];
  });
  return Object.fromEntries(flags) as MetadataFlags;
}
