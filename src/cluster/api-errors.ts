import { ClusterError } from '../errors.js';
import { isRecord, type JsonRecord, parseJson } from './json.js';

/** What a request wanted, in words: `create` `Pod/x`. */
export interface Intent {
  /** An imperative that goes before the object, such as `create` or `read the log of`. */
  readonly action: string;
  /** `Kind/name`, or a kind alone for lists. */
  readonly object: string;
}

/** An answer with an error status. */
export interface Refusal {
  readonly status: number;
  readonly body: string;
  /** The header `Retry-After`. */
  readonly retryAfter?: string;
}

/** The error for an answer of the API server that is not a success. */
export function refusedError(refusal: Refusal, intent: Intent): ClusterError {
  const parsed = parseJson(refusal.body);
  const body: JsonRecord = isRecord(parsed) ? parsed : {};
  const details: JsonRecord = isRecord(body.details) ? body.details : {};
  const reason = typeof body.reason === 'string' ? body.reason : undefined;
  const text = typeof body.message === 'string' ? body.message : refusal.body.slice(0, 200).replace(/\s+/g, ' ');
  const message = text.trim().replace(/\.$/, '') || 'no explanation';
  const { code, hint } = explain({ status: refusal.status, reason, message, details });
  return new ClusterError(`cannot ${intent.action} ${intent.object}: ${message} (HTTP ${refusal.status})`, {
    code,
    hint,
    status: refusal.status,
    reason,
    object: intent.object,
    retryable: refusal.status === 429 || refusal.status >= 500,
    retryAfter: seconds(refusal.retryAfter) ?? seconds(details.retryAfterSeconds),
  });
}

interface Facts {
  readonly status: number;
  readonly reason?: string;
  readonly message: string;
  readonly details: JsonRecord;
}

interface Explanation {
  readonly code: string;
  readonly hint?: string;
}

function explain(facts: Facts): Explanation {
  if (/admission webhook "[^"]+" denied/.test(facts.message)) return admissionDenied(facts);
  switch (facts.status) {
    case 400:
      return { code: 'bad-request' };
    case 401:
      return { code: 'unauthorized', hint: 'renew the credentials of the kubeconfig (log in again) and check with: kubectl auth whoami' };
    case 403:
      return forbidden(facts);
    case 404:
      return notFound(facts);
    case 409:
      return { code: facts.reason === 'AlreadyExists' ? 'already-exists' : 'conflict' };
    case 410:
      return { code: 'expired' };
    case 413:
      return { code: 'too-large' };
    case 422:
      return { code: 'invalid', hint: invalidFields(facts.details) };
    case 429:
      return { code: 'too-many-requests' };
    default:
      return { code: facts.status >= 500 ? 'unavailable' : 'unexpected-answer' };
  }
}

const RBAC = /User "([^"]*)" cannot (\S+) resource "([^"]+)" in API group "([^"]*)"(?: in the namespace "([^"]+)")?/;

function forbidden(facts: Facts): Explanation {
  const [, user, verb, resource, group, namespace] = RBAC.exec(facts.message) ?? [];
  if (verb !== undefined && resource !== undefined) {
    const qualified = group ? resource.replace(/^[^/]+/, (plural) => `${plural}.${group}`) : resource;
    const role = namespace === undefined ? 'a ClusterRole' : `a Role in namespace "${namespace}"`;
    return { code: 'forbidden', hint: `give "${user}" ${role} with the verb "${verb}" on "${qualified}"` };
  }
  if (/exceeded quota|insufficient quota/.test(facts.message)) {
    return {
      code: 'quota-exceeded',
      hint: 'wait until other pods have ended, ask for less, or raise the quota: kubectl get resourcequota',
    };
  }
  return admissionDenied(facts);
}

function admissionDenied({ message }: Facts): Explanation {
  const [, account] = /service account ([^:\s]+): serviceaccount .* not found/.exec(message) ?? [];
  const [, level] = /violates PodSecurity "([^"]+)"/.exec(message) ?? [];
  const [, webhook] = /admission webhook "([^"]+)" denied/.exec(message) ?? [];
  const code = 'admission-denied';
  if (account) return { code: 'no-service-account', hint: `create the service account ${account} or name another one` };
  if (level) return { code, hint: `set what Pod Security "${level}" asks for, or use a namespace that allows more` };
  if (webhook) return { code, hint: `change what the webhook "${webhook}" objects to` };
  if (/being terminated/.test(message)) return { code, hint: 'wait until the namespace is gone, or use another one with --namespace' };
  return { code };
}

function notFound({ details }: Facts): Explanation {
  const code = 'not-found';
  if (details.kind !== 'namespaces') return { code };
  return {
    code,
    hint: `create the namespace with: kubectl create namespace ${String(details.name)}, or name another one with --namespace`,
  };
}

function invalidFields(details: JsonRecord): string | undefined {
  const causes = Array.isArray(details.causes) ? details.causes.filter(isRecord) : [];
  const fields = causes.map((cause) => `${String(cause.field)} (${String(cause.message)})`);
  return fields.length === 0 ? undefined : `correct ${fields.join('; ')}`;
}

function seconds(value: unknown): number | undefined {
  const number = Number(value ?? Number.NaN);
  return Number.isFinite(number) && number > 0 ? number : undefined;
}
