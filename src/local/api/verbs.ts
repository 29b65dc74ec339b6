import { isJsonObject, type JsonObject, jsonObject, type LocalObject } from '../objects.js';
import { secret, withDefaults } from './defaults.js';
import type { Deletion, DeletionOptions } from './deletion.js';
import { mergePatch } from './merge-patch.js';
import { apiVersionOf, type Plural, resourceOf } from './resources.js';
import type { Target } from './routes.js';
import { fieldSelector, labelSelector, type Selector } from './selectors.js';
import { alreadyExists, badRequest, conflict, forbidden, notFound } from './status.js';
import type { Store } from './store.js';
import { assertMutable, problemOf } from './validate.js';

/** What a client asks of a resource: get, list, create, patch, delete. Each answers with an object or throws `ApiStatus`. */
export class Verbs {
  constructor(
    private readonly store: Store,
    private readonly deletion: Deletion,
  ) {}

  get({ plural, namespace, name = '' }: Target): LocalObject {
    const object = this.store.get(plural, namespace, name);
    if (object === undefined) throw notFound(plural, name);
    return object;
  }

  list(target: Target, query: URLSearchParams): object {
    return this.listOf(target, this.select(target, query));
  }

  create({ plural, namespace }: Target, query: URLSearchParams, body: unknown): LocalObject {
    const given = readObject(plural, body);
    const { metadata } = given;
    if (metadata.namespace !== undefined && metadata.namespace !== namespace) {
      throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
    }
    const object = { ...given, metadata: namespace === undefined ? metadata : { ...metadata, namespace } };
    this.admit(plural, object);
    const complete = withDefaults(plural, object);
    return query.get('dryRun') === 'All' ? complete : this.store.create(plural, complete);
  }

  /** JSON merge patch; a strategic merge patch is taken as one, which is the same for everything but lists. */
  patch(target: Target, query: URLSearchParams, body: unknown): LocalObject {
    const before = this.get(target);
    if (!isJsonObject(body)) throw badRequest('the patch is no JSON object');
    const { plural, name = '' } = target;
    const { resourceVersion, ...patch } = jsonObject(body.metadata);
    if (resourceVersion !== undefined && resourceVersion !== before.metadata.resourceVersion) {
      throw conflict(plural, name, 'the object has been modified; please apply your changes to the latest version and try again');
    }
    const merged = readObject(plural, mergePatch(before, { ...body, metadata: patch }));
    const after = plural === 'secrets' ? secret(merged) : merged;
    assertMutable(plural, before, after);
    const problem = plural === 'pods' ? undefined : problemOf(plural, after);
    if (problem !== undefined) throw problem;
    if (query.get('dryRun') === 'All' || JSON.stringify(after) === JSON.stringify(before)) return after;
    return this.store.update(plural, after);
  }

  delete(target: Target, query: URLSearchParams, body: unknown): object {
    const object = this.get(target);
    const { plural, name = '' } = target;
    const { uid } = jsonObject(jsonObject(body).preconditions);
    if (uid !== undefined && uid !== object.metadata.uid) {
      const because =
        `the UID in the precondition (${String(uid)}) does not match the UID in record (${object.metadata.uid}). ` +
        'The object might have been deleted and then recreated';
      throw conflict(plural, name, because);
    }
    const options = deletionOptions(query, jsonObject(body));
    if (query.get('dryRun') === 'All') return object;
    const deleted = this.deletion.delete(object, options);
    if (plural === 'pods' || this.store.get(plural, target.namespace, name) !== undefined) return deleted;
    const details = { name, kind: plural, uid: object.metadata.uid };
    return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', details };
  }

  deleteCollection(target: Target, query: URLSearchParams, body: unknown): object {
    const objects = this.select(target, query);
    const options = deletionOptions(query, jsonObject(body));
    return this.listOf(
      target,
      objects.map((object) => this.deletion.delete(object, options)),
    );
  }

  /** Labels and fields that a query asks for. */
  selector(plural: Plural, query: URLSearchParams): Selector {
    const byLabel = labelSelector(query.get('labelSelector') ?? '');
    const byField = fieldSelector(query.get('fieldSelector') ?? '', resourceOf(plural));
    return (object) => byLabel(object) && byField(object);
  }

  private select({ plural, namespace }: Target, query: URLSearchParams): readonly LocalObject[] {
    return this.store.list(plural, namespace).filter(this.selector(plural, query));
  }

  private listOf({ plural }: Target, items: readonly LocalObject[]): object {
    const resource = resourceOf(plural);
    const metadata = { resourceVersion: String(this.store.version) };
    return { kind: `${resource.kind}List`, apiVersion: apiVersionOf(resource), metadata, items };
  }

  private admit(plural: Plural, object: LocalObject): void {
    const { name, namespace } = object.metadata;
    if (resourceOf(plural).namespaced) this.admitToNamespace(plural, name, namespace ?? '');
    const problem = problemOf(plural, object);
    if (problem !== undefined) throw problem;
    if (plural === 'pods') this.admitServiceAccount(object);
    if (this.store.get(plural, namespace, name) !== undefined) throw alreadyExists(plural, name);
  }

  private admitToNamespace(plural: Plural, name: string, namespace: string): void {
    const found = this.store.get('namespaces', undefined, namespace);
    if (found === undefined) throw notFound('namespaces', namespace);
    if (found.metadata.deletionTimestamp === undefined) return;
    const message = `unable to create new content in namespace ${namespace} because it is being terminated`;
    const cause = { reason: 'NamespaceTerminating', message: `namespace ${namespace} is being terminated`, field: 'metadata.namespace' };
    throw forbidden(plural, name, { message, causes: [cause] });
  }

  private admitServiceAccount({ metadata: { name, namespace }, spec }: LocalObject): void {
    const account = String(jsonObject(spec).serviceAccountName ?? 'default');
    if (this.store.get('serviceaccounts', namespace, account) !== undefined) return;
    const message = `error looking up service account ${namespace}/${account}: serviceaccount "${account}" not found`;
    throw forbidden('pods', name, { message });
  }
}

function deletionOptions(query: URLSearchParams, body: JsonObject): DeletionOptions {
  const grace = body.gracePeriodSeconds ?? query.get('gracePeriodSeconds') ?? undefined;
  const seconds = grace === undefined ? undefined : Number(grace);
  if (seconds !== undefined && !Number.isInteger(seconds)) throw badRequest(`invalid gracePeriodSeconds: ${String(grace)}`);
  return { gracePeriodSeconds: seconds };
}

/** Reads the body of a create: an object of the kind that the path names. */
function readObject(plural: Plural, body: unknown): LocalObject {
  const resource = resourceOf(plural);
  const [kind, apiVersion] = [resource.kind, apiVersionOf(resource)];
  if (!isJsonObject(body)) throw badRequest(`the object provided is unrecognized (must be of type ${kind}): couldn't get version/kind`);
  if ((body.kind ?? kind) !== kind || (body.apiVersion ?? apiVersion) !== apiVersion) {
    throw badRequest(`${String(body.kind)} in version "${String(body.apiVersion)}" cannot be handled as a ${kind}`);
  }
  const metadata = jsonObject(body.metadata);
  return { ...body, apiVersion, kind, metadata: { ...metadata, name: typeof metadata.name === 'string' ? metadata.name : '' } };
}
