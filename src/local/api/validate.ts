import { jsonObject, type LocalObject } from '../objects.js';
import { assertQuantity, dnsLabelCauses, invalidValue, LABEL_RE, required } from './causes.js';
import type { Plural } from './resources.js';
import { type ApiStatus, type Cause, invalid } from './status.js';
import { podCauses } from './validate-pod.js';

const SUBDOMAIN_RE = String.raw`${LABEL_RE}(\.${LABEL_RE})*`;
const SUBDOMAIN =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an " +
  `alphanumeric character (e.g. 'example.com', regex used for validation is '${SUBDOMAIN_RE}')`;
const LABEL_VALUE =
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an " +
  "alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is " +
  "'(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";
const NAME_PART =
  "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. " +
  "'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
const CONFIG_KEY =
  "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', " +
  "regex used for validation is '[-._a-zA-Z0-9]+')";
const UNCHANGEABLE_POD =
  'pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,' +
  '`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),' +
  '`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)';

/** What the API server finds wrong with a new object; `undefined` where it is right. */
export function problemOf(plural: Plural, object: LocalObject): ApiStatus | undefined {
  const { name, labels = {} } = object.metadata;
  const causes = [...nameCauses(plural, name), ...Object.entries(labels).flatMap(labelCauses), ...kindCauses(plural, object)];
  return causes.length === 0 ? undefined : invalid(plural, name, causes);
}

function nameCauses(plural: Plural, name: string): readonly Cause[] {
  const field = 'metadata.name';
  if (name === '') return [required(field, 'name or generateName is required')];
  if (plural === 'namespaces' || plural === 'services') return dnsLabelCauses(field, name);
  if (!new RegExp(`^${SUBDOMAIN_RE}$`).test(name)) return [invalidValue(field, name, SUBDOMAIN)];
  return name.length > 253 ? [invalidValue(field, name, 'must be no more than 253 bytes')] : [];
}

function labelCauses([key, value]: readonly [string, string]): readonly Cause[] {
  const rules = [
    { of: key, right: /^([a-z0-9.-]+\/)?([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/.test(key), rule: NAME_PART },
    { of: value, right: /^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/.test(value), rule: LABEL_VALUE },
    { of: value, right: value.length <= 63, rule: 'must be no more than 63 bytes' },
  ];
  return rules.filter(({ right }) => !right).map(({ of, rule }) => invalidValue('metadata.labels', of, rule));
}

function kindCauses(plural: Plural, object: LocalObject): readonly Cause[] {
  if (plural === 'pods') return podCauses(object);
  if (plural === 'persistentvolumeclaims') return claimCauses(object);
  return plural === 'secrets' || plural === 'configmaps' ? ['data', 'stringData'].flatMap((field) => keyCauses(field, object[field])) : [];
}

/** Keys become names of files: no other folder may be named. */
function keyCauses(field: string, data: unknown): readonly Cause[] {
  const wrong = Object.keys(jsonObject(data)).filter((key) => !/^(?!\.\.?$)[-._a-zA-Z0-9]{1,253}$/.test(key));
  return wrong.map((key) => invalidValue(`${field}[${key}]`, key, CONFIG_KEY));
}

function claimCauses(object: LocalObject): readonly Cause[] {
  const { accessModes, resources } = jsonObject(object.spec);
  const { storage } = jsonObject(jsonObject(resources).requests);
  if (storage !== undefined) assertQuantity('PersistentVolumeClaim', storage);
  return [
    ...(Array.isArray(accessModes) && accessModes.length > 0 ? [] : [required('spec.accessModes', 'at least 1 access mode is required')]),
    ...(storage === undefined ? [required('spec.resources[storage]')] : []),
  ];
}

/** @throws ApiStatus 422 where a patch changes what may not change */
export function assertMutable(plural: Plural, before: LocalObject, after: LocalObject): void {
  const fixed = plural === 'pods' ? ['spec'] : before.immutable === true ? ['immutable', 'data', 'binaryData'] : [];
  const why = plural === 'pods' ? UNCHANGEABLE_POD : 'field is immutable when `immutable` is set';
  const causes = fixed
    .filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]))
    .map((field) => ({ reason: 'FieldValueForbidden', message: `Forbidden: ${why}`, field }));
  if (causes.length > 0) throw invalid(plural, before.metadata.name, causes);
}
