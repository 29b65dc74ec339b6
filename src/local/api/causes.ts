import { parseQuantity } from './quantity.js';
import { badRequest, type Cause } from './status.js';

/** Regular expression of a DNS label, as Kubernetes prints it. */
export const LABEL_RE = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const DNS_LABEL =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an " +
  `alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '${LABEL_RE}')`;

export const required = (field: string, detail?: string): Cause => ({
  reason: 'FieldValueRequired',
  message: detail === undefined ? 'Required value' : `Required value: ${detail}`,
  field,
});

export const invalidValue = (field: string, value: unknown, detail: string): Cause => ({
  reason: 'FieldValueInvalid',
  message: `Invalid value: ${JSON.stringify(value)}: ${detail}`,
  field,
});

/** Empty where the name is a DNS label of at most 63 characters. */
export function dnsLabelCauses(field: string, name: string): readonly Cause[] {
  const wrong = new RegExp(`^${LABEL_RE}$`).test(name) ? [] : [invalidValue(field, name, DNS_LABEL)];
  return name.length > 63 ? [...wrong, invalidValue(field, name, 'must be no more than 63 characters')] : wrong;
}

/** @throws ApiStatus 400, as a real server that cannot read the object at all */
export function assertQuantity(kind: string, value: unknown): void {
  if ((typeof value === 'string' || typeof value === 'number') && parseQuantity(String(value)) !== undefined) return;
  const rule = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
  throw badRequest(`${kind} in version "v1" cannot be handled as a ${kind}: ${rule}`);
}
