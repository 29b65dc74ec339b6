import { loadAll, YAML11_SCHEMA, YAMLException } from 'js-yaml';
import type { KubeObject } from '../contract/objects.js';
import { UsageError } from '../errors.js';
import { isMap } from './shapes.js';

/** A manifest's text and the name of its file, for messages. */
export interface ManifestSource {
  readonly file: string;
  readonly text: string;
}

const MANIFESTS = 'manifests are what podline synth or cdk8s synth wrote; podline run takes workflow files';

/** The Kubernetes objects of a manifest; empty documents are left out. */
export function parseManifest({ file, text }: ManifestSource): readonly KubeObject[] {
  const documents = load({ file, text });
  return documents.map((document, index) => {
    if (!isKubeObject(document))
      throw new UsageError(
        `document ${index + 1} of ${file} is not a Kubernetes object: it needs apiVersion, kind and metadata with a name, and text as labels and annotations`,
        {
          code: 'not-a-manifest',
          hint: MANIFESTS,
        },
      );
    return document;
  });
}

function load({ file, text }: ManifestSource): readonly unknown[] {
  try {
    // cdk8s writes YAML 1.1, as Kubernetes reads it: 0o17 without quotes is a text there, a number in YAML 1.2
    return loadAll(text, { filename: file, schema: YAML11_SCHEMA }).filter((document) => document !== null && document !== undefined);
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const { line, column } = error.mark ?? { line: 0, column: 0 };
    throw new UsageError(`${file} is not YAML: ${error.reason}`, {
      code: 'yaml-syntax',
      position: { file, line: line + 1, column: column + 1 },
      hint: MANIFESTS,
      cause: error,
    });
  }
}

function isKubeObject(value: unknown): value is KubeObject {
  if (!isMap(value)) return false;
  const { apiVersion, kind, metadata } = value;
  if (typeof apiVersion !== 'string' || typeof kind !== 'string' || !isMap(metadata)) return false;
  return typeof metadata.name === 'string' && [metadata.labels, metadata.annotations].every(isTextMap);
}

function isTextMap(value: unknown): boolean {
  return value === undefined || value === null || (isMap(value) && Object.values(value).every((text) => typeof text === 'string'));
}
