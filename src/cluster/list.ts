import type { KubeObject } from '../contract/objects.js';
import { ClusterError } from '../errors.js';
import type { ApiClient } from './api-client.js';
import type { Kind, ListOptions } from './cluster.js';
import { isKubeObject, isRecord } from './json.js';
import { apiVersionOf, collectionPath, withQuery } from './resources.js';

/** Objects an answer; more come page by page. */
const PAGE = 500;

export interface Listing {
  readonly items: readonly KubeObject[];
  /** Where a watch goes on. */
  readonly resourceVersion: string;
}

export interface ListTarget {
  readonly kind: Kind;
  /** Absent: all namespaces. */
  readonly namespace?: string;
}

/** All objects of a kind in a namespace, read from the server's newest state. */
export async function listAll(api: ApiClient, target: ListTarget, options: ListOptions): Promise<Listing> {
  for (;;) {
    try {
      return await listPages(api, target, options);
    } catch (error) {
      // the first page has become too old for the next one
      if (!(error instanceof ClusterError) || error.status !== 410) throw error;
    }
  }
}

async function listPages(api: ApiClient, { kind, namespace }: ListTarget, options: ListOptions): Promise<Listing> {
  const { labelSelector, fieldSelector, signal } = options;
  const apiVersion = apiVersionOf(kind);
  const items: KubeObject[] = [];
  let next: string | undefined;
  for (;;) {
    const path = withQuery(collectionPath(kind, namespace), { labelSelector, fieldSelector, limit: PAGE, continue: next });
    const page = await api.json({ method: 'GET', path, action: 'list', object: kind, signal });
    const { items: found, metadata } = isRecord(page) ? page : {};
    // items of a list carry neither kind nor apiVersion
    for (const item of Array.isArray(found) ? found : []) if (isKubeObject(item)) items.push({ ...item, apiVersion, kind });
    const { continue: token, resourceVersion } = isRecord(metadata) ? metadata : {};
    if (typeof token !== 'string' || token === '') return { items, resourceVersion: String(resourceVersion ?? '') };
    next = token;
  }
}
