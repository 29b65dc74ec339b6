import { encodeJson } from './json.js';
import type { SecretReference, Value } from './pipeline.js';

/** What becomes of one setting or variable: its text, or a template for the text that is known once the secrets are. */
export type Variable = { readonly value: string } | { readonly template: Value; readonly encoding: 'plain' | 'json' };

/** True for `{ from_secret: name }`. */
export function isSecretReference(value: Value): value is SecretReference {
  return isMap(value) && typeof value.from_secret === 'string';
}

/** The variables of a plugin's settings: `some-key` becomes `PLUGIN_SOME_KEY`. Empty names and null values are left out. */
export function settingVariables(settings: Readonly<Record<string, Value>>): Readonly<Record<string, Variable>> {
  return toVariables(settings, (name) => `PLUGIN_${name.replaceAll(/[.-]/g, '_').toUpperCase()}`);
}

/** The variables of an environment, under their own names. Empty names and null values are left out. */
export function environmentVariables(environment: Readonly<Record<string, Value>>): Readonly<Record<string, Variable>> {
  return toVariables(environment, (name) => name);
}

function toVariables(values: Readonly<Record<string, Value>>, rename: (name: string) => string): Readonly<Record<string, Variable>> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => (name === '' || value === null ? [] : [[rename(name), toVariable(value)]])),
  );
}

/** Scalars are their text, lists of scalars are joined by commas; anything deeper is JSON. */
function toVariable(value: Value): Variable {
  if (isSecretReference(value)) return { template: value, encoding: 'plain' };
  if (isNested(value)) return holdsSecret(value) ? { template: value, encoding: 'json' } : { value: encodeJson(value) };
  return { value: isList(value) ? value.map(scalarText).join(',') : scalarText(value) };
}

function isNested(value: Value): boolean {
  return isList(value) ? value.some((item) => typeof item === 'object' && item !== null) : isMap(value);
}

function holdsSecret(value: Value): boolean {
  if (isSecretReference(value)) return true;
  if (isList(value)) return value.some(holdsSecret);
  return isMap(value) && Object.values(value).some(holdsSecret);
}

function scalarText(value: Value): string {
  return value === null ? '' : String(value);
}

function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

function isMap(value: Value): value is { readonly [key: string]: Value } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
