import { jsonObject, type LocalObject } from '../objects.js';
import type { Resource } from './resources.js';
import { badRequest } from './status.js';

export type Selector = (object: LocalObject) => boolean;

const LABEL_KEY = `[A-Za-z0-9](?:[-A-Za-z0-9_./]*[A-Za-z0-9])?`;
const LABEL_VALUE = `(?:[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?)?`;
const EQUALITY = new RegExp(`^(${LABEL_KEY})\\s*(=|==|!=)\\s*(${LABEL_VALUE})$`);
const SET = new RegExp(`^(${LABEL_KEY})\\s+(in|notin)\\s+\\(([^()]*)\\)$`);
const EXISTS = new RegExp(`^(!?)\\s*(${LABEL_KEY})$`);

/** `a=b,c!=d,e in (f,g),h notin (i),j,!k`; empty selects everything. */
export function labelSelector(text: string): Selector {
  const requirements = text
    .split(/,(?![^(]*\))/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map(requirement);
  return ({ metadata }) => requirements.every((matches) => matches(metadata.labels ?? {}));
}

function requirement(text: string): (labels: Readonly<Record<string, string>>) => boolean {
  const [, equalityKey, operator, value] = EQUALITY.exec(text) ?? [];
  if (equalityKey !== undefined) return (labels) => (labels[equalityKey] === value) === (operator !== '!=');
  const [, setKey, inclusion, list = ''] = SET.exec(text) ?? [];
  if (setKey !== undefined) {
    const values = list.split(',').map((item) => item.trim());
    return (labels) => values.includes(labels[setKey] ?? '\0') === (inclusion === 'in');
  }
  const [, not, key] = EXISTS.exec(text) ?? [];
  if (key !== undefined) return (labels) => key in labels === (not === '');
  throw badRequest(`unable to parse requirement: ${text}`);
}

/** `a.b=c,d!=e` over the fields that the kind allows. */
export function fieldSelector(text: string, resource: Resource): Selector {
  const allowed = ['metadata.name', 'metadata.namespace', ...(resource.selectable ?? [])];
  const requirements = text.split(',').filter((part) => part !== '');
  const matchers = requirements.map((part) => {
    const [, field = '', operator = '', value = ''] = /^([\w.]+)(==|!=|=)(.*)$/.exec(part) ?? [];
    if (operator === '') throw badRequest(`invalid selector: '${part}'; can't understand '${part}'`);
    if (!allowed.includes(field)) throw badRequest(`field label not supported: ${field}`);
    return (object: LocalObject) => (fieldOf(object, field) === value) === (operator !== '!=');
  });
  return (object) => matchers.every((matches) => matches(object));
}

function fieldOf(object: LocalObject, path: string): string {
  const value = path.split('.').reduce<unknown>((at, field) => jsonObject(at)[field], object);
  return typeof value === 'string' ? value : '';
}
