import type { ApiObject } from 'cdk8s';
import type { KubeObject } from '../contract/objects.js';

/** Changes what an object is written as; the object itself and its escape hatches stay as they are. */
export function onWrite<T extends ApiObject>(object: T, change: (json: KubeObject) => KubeObject): T {
  const toJson = object.toJson.bind(object);
  object.toJson = () => change(toJson());
  return object;
}
