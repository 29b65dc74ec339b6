import { isJsonObject, type JsonObject, jsonObject, type LocalObject } from '../objects.js';
import { assertQuantity, dnsLabelCauses, invalidValue, required } from './causes.js';
import { parseQuantity } from './quantity.js';
import { badRequest, type Cause } from './status.js';

/** What the API server finds wrong with a new pod, as far as the options of a step can get it wrong. */
export function podCauses(pod: LocalObject): readonly Cause[] {
  const spec = jsonObject(pod.spec);
  const volumeNames = objects(spec.volumes, 'volumes').map((volume) => String(volume.name));
  const containers = objects(spec.containers, 'containers');
  return [
    // Names become names of folders.
    ...volumeNames.flatMap((name, at) => dnsLabelCauses(`spec.volumes[${at}].name`, name)),
    ...(containers.length === 0 ? [required('spec.containers')] : []),
    ...objects(spec.initContainers, 'initContainers').flatMap((c, at) => containerCauses(`spec.initContainers[${at}]`, c, volumeNames)),
    ...containers.flatMap((container, at) => containerCauses(`spec.containers[${at}]`, container, volumeNames)),
  ];
}

function containerCauses(at: string, container: JsonObject, volumeNames: readonly string[]): readonly Cause[] {
  const mounts = objects(container.volumeMounts, 'containers.volumeMounts');
  const paths = mounts.map((mount) => String(mount.mountPath));
  return [
    ...(container.name ? dnsLabelCauses(`${at}.name`, String(container.name)) : [required(`${at}.name`)]),
    ...(container.image ? [] : [required(`${at}.image`)]),
    ...mounts
      .map((mount, i) => ({ name: String(mount.name), field: `${at}.volumeMounts[${i}].name` }))
      .filter(({ name }) => !volumeNames.includes(name))
      .map(({ name, field }) => ({ reason: 'FieldValueNotFound', message: `Not found: ${JSON.stringify(name)}`, field })),
    ...paths.flatMap((path, i) =>
      paths.indexOf(path) < i ? [invalidValue(`${at}.volumeMounts[${i}].mountPath`, path, 'must be unique')] : [],
    ),
    ...resourceCauses(`${at}.resources`, jsonObject(container.resources)),
  ];
}

function resourceCauses(at: string, resources: JsonObject): readonly Cause[] {
  const [requests, limits] = [jsonObject(resources.requests), jsonObject(resources.limits)];
  for (const value of [...Object.values(requests), ...Object.values(limits)]) assertQuantity('Pod', value);
  return Object.entries(requests)
    .filter(([name, value]) => name in limits && (parseQuantity(String(value)) ?? 0) > (parseQuantity(String(limits[name])) ?? 0))
    .map(([name, value]) => invalidValue(`${at}.requests`, value, `must be less than or equal to ${name} limit of ${limits[name]}`));
}

function objects(value: unknown, field: string): readonly JsonObject[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value) && value.every(isJsonObject)) return value;
  const mismatch = `json: cannot unmarshal ${typeof value} into Go struct field PodSpec.spec.${field}`;
  throw badRequest(`Pod in version "v1" cannot be handled as a Pod: ${mismatch}`);
}
