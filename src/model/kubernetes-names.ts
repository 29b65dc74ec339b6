/** What Kubernetes takes as names, keys and values. Each check answers the end of a sentence, or nothing. */

const VARIABLE_NAME = /^(?!\.$|\.\.)[-._a-zA-Z][-._a-zA-Z0-9]*$/;
const DNS_LABEL = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
const DNS_SUBDOMAIN = /^(?=.{1,253}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const LABEL_PART = /^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;
const OWN_KEY = /^([^/]*\.)?podline\.dev\//;
const SECRET_KEY = /^(?!\.\.?$)[-._a-zA-Z0-9]{1,253}$/;

/** A name that many kinds of objects may have, such as claims and Secrets. */
export function isObjectName(name: string): boolean {
  return DNS_SUBDOMAIN.test(name);
}

export function isNamespace(name: string): boolean {
  return DNS_LABEL.test(name);
}

/** 'gpu', 'example.com/gpu': a key of labels, annotations and extended resources. */
export function isKey(key: string): boolean {
  const [name = '', prefix, ...others] = key.split('/').reverse();
  return LABEL_PART.test(name) && (prefix === undefined || DNS_SUBDOMAIN.test(prefix)) && others.length === 0;
}

export function objectNameProblem(name: string): string | undefined {
  return isObjectName(name) ? undefined : 'must be the name of an object';
}

export function namespaceProblem(name: string): string | undefined {
  return isNamespace(name) ? undefined : 'must be the name of a namespace';
}

export function keyProblem(key: string): string | undefined {
  return isKey(key) ? undefined : 'must be such as "name" or "example.com/name"';
}

/** Keys by which podline knows its objects. */
export function ownKeyProblem(key: string): string | undefined {
  return OWN_KEY.test(key) ? "must not be one of podline's own" : undefined;
}

export function labelValueProblem(value: string): string | undefined {
  if (value === '' || LABEL_PART.test(value)) return undefined;
  return 'must be a label value (at most 63 letters, digits, "-", "_" and ".", the first and last a letter or digit)';
}

export function secretKeyProblem(key: string): string | undefined {
  return SECRET_KEY.test(key) ? undefined : 'must be a key of a Secret';
}

export function variableNameProblem(name: string): string | undefined {
  return VARIABLE_NAME.test(name) ? undefined : 'must be the name of an environment variable';
}

/** What is wrong with the names of variables, each as a sentence. */
export function variableProblems(names: readonly string[]): string[] {
  return names.filter((name) => !VARIABLE_NAME.test(name)).map((name) => `"${name}" is not a name of an environment variable`);
}
