/** What Kubernetes takes as names, keys and values. */

const VARIABLE_NAME = /^(?!\.$|\.\.)[-._a-zA-Z][-._a-zA-Z0-9]*$/;
const DNS_LABEL = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
const DNS_SUBDOMAIN = /^(?=.{1,253}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const LABEL_PART = /^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;

/** A name that many kinds of objects may have, such as claims and Secrets. */
export function isObjectName(text: string): boolean {
  return DNS_SUBDOMAIN.test(text);
}

export function isNamespace(text: string): boolean {
  return DNS_LABEL.test(text);
}

/** What is wrong with the names of variables, each as a sentence. */
export function variableProblems(names: readonly string[]): string[] {
  return names.filter((name) => !VARIABLE_NAME.test(name)).map((name) => `"${name}" is not a name of an environment variable`);
}

/** What is wrong with labels (of pods, of nodes), each as a sentence that begins with `what`. */
export function labelProblems(what: string, labels: Readonly<Record<string, string>> = {}): string[] {
  const values = Object.entries(labels).filter(([, value]) => value !== '' && !LABEL_PART.test(value));
  return [...keyProblems(what, labels), ...values.map(([key, value]) => `${what}.${key}: "${value}" is not a label value`)];
}

/** What is wrong with the keys of labels or annotations. */
export function keyProblems(what: string, entries: Readonly<Record<string, string>> = {}): string[] {
  return Object.keys(entries)
    .filter((key) => !isKey(key))
    .map((key) => `${what}: "${key}" is not a key`);
}

function isKey(key: string): boolean {
  const [name = '', prefix, ...others] = key.split('/').reverse();
  return LABEL_PART.test(name) && (prefix === undefined || DNS_SUBDOMAIN.test(prefix)) && others.length === 0;
}
