import type { Pod } from '../contract/objects.js';
import { isKubeObject, isRecord, parseJson } from './json.js';

/** A line of a watch. */
export type WatchEvent =
  | { readonly type: 'changed' | 'deleted'; readonly pod: Pod; readonly resourceVersion: string }
  | { readonly type: 'bookmark'; readonly resourceVersion: string }
  /** The server ends this watch; mostly because the version asked for is too old. */
  | { readonly type: 'error' }
  /** No whole event: the connection was cut within the line. */
  | { readonly type: 'broken' };

const CHANGES: Readonly<Record<string, 'changed' | 'deleted'>> = { ADDED: 'changed', MODIFIED: 'changed', DELETED: 'deleted' };

export function parseWatchEvent(line: Uint8Array): WatchEvent {
  const event = parseJson(Buffer.from(line).toString('utf8'));
  if (!isRecord(event) || !isRecord(event.object)) return { type: 'broken' };
  const { type, object } = event;
  if (type === 'ERROR') return { type: 'error' };
  const resourceVersion = isRecord(object.metadata) ? String(object.metadata.resourceVersion) : '';
  if (type === 'BOOKMARK') return { type: 'bookmark', resourceVersion };
  const change = CHANGES[String(type)];
  if (change === undefined || !isPod(object)) return { type: 'broken' };
  return { type: change, pod: object, resourceVersion };
}

export function isPod(value: unknown): value is Pod {
  return isKubeObject(value) && value.kind === 'Pod';
}
