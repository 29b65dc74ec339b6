import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { jsonObject } from '../../src/local/objects.js';
import { EmbeddedCluster } from './embedded-cluster.js';

let cluster: EmbeddedCluster;
beforeAll(async () => {
  cluster = await EmbeddedCluster.start();
});
afterAll(async () => cluster.stop());

const CONFIG = { apiVersion: 'v1', kind: 'ConfigMap', data: { a: '1' } };

describe('the API server', () => {
  it('answers 401 to whoever has not got the token', async () => {
    const answer = await fetch(`${cluster.cluster.url}/api/v1/namespaces`, { headers: { authorization: 'Bearer wrong' } });

    expect(answer.status).toBe(401);
    expect(await answer.json()).toMatchObject({ kind: 'Status', reason: 'Unauthorized', message: 'Unauthorized' });
  });

  it('takes the token before the path, too, for clients that send none without TLS', async () => {
    const answer = await fetch(`${cluster.cluster.url}/${cluster.cluster.token}/api/v1/namespaces/default`);

    expect(await answer.json()).toMatchObject({ kind: 'Namespace', metadata: { name: 'default' }, status: { phase: 'Active' } });
  });

  it('stamps a created object with uid, version and time', async () => {
    const created = await cluster.create('configmaps', { ...CONFIG, metadata: { name: 'stamped' } });

    expect(created.metadata).toMatchObject({
      name: 'stamped',
      namespace: 'default',
      uid: expect.stringMatching(/^[0-9a-f-]{36}$/),
      resourceVersion: expect.stringMatching(/^\d+$/),
      creationTimestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
    });
    expect((await cluster.request('GET', 'configmaps/stamped')).body).toEqual(created);
  });

  it('stores nothing on a dry run, but finds the same faults', async () => {
    const fine = await cluster.request('POST', 'configmaps?dryRun=All', { ...CONFIG, metadata: { name: 'dry' } });
    const wrong = await cluster.request('POST', 'configmaps?dryRun=All', { ...CONFIG, metadata: { name: 'D_ry' } });

    expect([fine.code, wrong.code]).toEqual([201, 422]);
    expect((await cluster.request('GET', 'configmaps/dry')).code).toBe(404);
  });

  it('merges a patch and removes what is null', async () => {
    await cluster.create('configmaps', { ...CONFIG, metadata: { name: 'patched', labels: { a: 'b' } } });

    const { body } = await cluster.request('PATCH', 'configmaps/patched', { metadata: { labels: { a: null, c: 'd' } }, data: { b: '2' } });

    expect(body).toMatchObject({ data: { a: '1', b: '2' }, metadata: { labels: { c: 'd' } } });
    expect(jsonObject(body.metadata).labels).toEqual({ c: 'd' });
  });

  it('keeps the version when a patch changes nothing', async () => {
    const { metadata } = await cluster.create('configmaps', { ...CONFIG, metadata: { name: 'same' } });

    const { body } = await cluster.request('PATCH', 'configmaps/same', { data: { a: '1' } });

    expect(jsonObject(body.metadata).resourceVersion).toBe(jsonObject(metadata).resourceVersion);
  });

  it('folds stringData into data', async () => {
    const created = await cluster.create('secrets', { metadata: { name: 'folded' }, stringData: { a: 'x' } });

    expect(created).toMatchObject({ type: 'Opaque', data: { a: 'eA==' } });
    expect(created).not.toHaveProperty('stringData');
  });

  it('selects by labels and fields', async () => {
    for (const [name, run] of [
      ['sel-1', 'x'],
      ['sel-2', 'x'],
      ['sel-3', 'y'],
    ]) {
      await cluster.create('configmaps', { ...CONFIG, metadata: { name, labels: { run } } });
    }

    const names = async (query: string) => {
      const { body } = await cluster.request('GET', `configmaps?${query}`);
      return Array.isArray(body.items) ? body.items.map((item) => item.metadata.name) : [];
    };

    expect(await names('labelSelector=run%3Dx')).toEqual(['sel-1', 'sel-2']);
    expect(await names('labelSelector=run&fieldSelector=metadata.name%3Dsel-3')).toEqual(['sel-3']);
  });

  it('deletes a collection by label, and nothing else', async () => {
    await cluster.create('configmaps', { ...CONFIG, metadata: { name: 'del-1', labels: { del: 'yes' } } });
    await cluster.create('configmaps', { ...CONFIG, metadata: { name: 'del-2' } });

    const { body } = await cluster.request('DELETE', 'configmaps?labelSelector=del%3Dyes');

    expect(body).toMatchObject({ kind: 'ConfigMapList', items: [{ metadata: { name: 'del-1' } }] });
    expect((await cluster.request('GET', 'configmaps/del-1')).code).toBe(404);
    expect((await cluster.request('GET', 'configmaps/del-2')).code).toBe(200);
  });

  it('deletes only the object of the uid that is asked for', async () => {
    const { metadata } = await cluster.create('configmaps', { ...CONFIG, metadata: { name: 'precious' } });

    const refused = await cluster.request('DELETE', 'configmaps/precious', { preconditions: { uid: 'other' } });
    const deleted = await cluster.request('DELETE', 'configmaps/precious', { preconditions: { uid: jsonObject(metadata).uid } });

    expect(refused.body).toMatchObject({ code: 409, reason: 'Conflict' });
    expect(deleted.body).toMatchObject({ kind: 'Status', status: 'Success', details: { name: 'precious', kind: 'configmaps' } });
  });
});

/** Messages, reasons and codes as kube-apiserver 1.34.2 answered them. */
describe('the errors of the API server', () => {
  const POD = { metadata: { name: 'a' }, spec: { containers: [{ name: 'a', image: 'alpine' }] } };
  const container = (more: object) => ({ metadata: { name: 'a' }, spec: { containers: [{ name: 'a', image: 'x', ...more }] } });

  it.each([
    ['GET', 'pods/nope', undefined, 404, 'NotFound', 'pods "nope" not found'],
    ['POST', '/api/v1/namespaces/missing/pods', POD, 404, 'NotFound', 'namespaces "missing" not found'],
    ['GET', 'nopes', undefined, 404, 'NotFound', 'the server could not find the requested resource'],
    ['PUT', 'pods/nope/eviction', {}, 405, 'MethodNotAllowed', 'the server does not allow this method on the requested resource'],
    ['POST', 'pods', 'not json', 400, 'BadRequest', /^the object provided is unrecognized/],
    [
      'POST',
      'pods',
      { ...POD, metadata: { name: 'a', namespace: 'other' } },
      400,
      'BadRequest',
      'the namespace of the provided object does not match the namespace sent on the request',
    ],
    [
      'POST',
      'pods',
      { spec: POD.spec },
      422,
      'Invalid',
      'Pod "" is invalid: metadata.name: Required value: name or generateName is required',
    ],
    [
      'POST',
      'pods',
      { metadata: { name: 'a' }, spec: { containers: [] } },
      422,
      'Invalid',
      'Pod "a" is invalid: spec.containers: Required value',
    ],
    [
      'POST',
      'pods',
      { metadata: { name: 'a' }, spec: { containers: 'x' } },
      400,
      'BadRequest',
      /cannot be handled as a Pod: json: cannot unmarshal string/,
    ],
    [
      'POST',
      'pods',
      container({ resources: { limits: { cpu: '1x' } } }),
      400,
      'BadRequest',
      /quantities must match the regular expression/,
    ],
    [
      'POST',
      'pods',
      container({ resources: { requests: { cpu: '2' }, limits: { cpu: '1' } } }),
      422,
      'Invalid',
      'Pod "a" is invalid: spec.containers[0].resources.requests: Invalid value: "2": must be less than or equal to cpu limit of 1',
    ],
    [
      'POST',
      'pods',
      container({ volumeMounts: [{ name: 'v', mountPath: '/a' }] }),
      422,
      'Invalid',
      'Pod "a" is invalid: spec.containers[0].volumeMounts[0].name: Not found: "v"',
    ],
    [
      'POST',
      'pods',
      { ...POD, spec: { ...POD.spec, serviceAccountName: 'nope' } },
      403,
      'Forbidden',
      'pods "a" is forbidden: error looking up service account default/nope: serviceaccount "nope" not found',
    ],
    [
      'POST',
      'pods',
      { ...POD, metadata: { name: 'a', labels: { x: 'a b' } } },
      422,
      'Invalid',
      /^Pod "a" is invalid: metadata.labels: Invalid value: "a b": a valid label must be an empty string or consist of/,
    ],
    [
      'POST',
      'pods',
      { ...POD, spec: { ...POD.spec, volumes: [{ name: '../v', emptyDir: {} }] } },
      422,
      'Invalid',
      /^Pod "a" is invalid: spec.volumes\[0\].name: Invalid value: "\.\.\/v": a lowercase RFC 1123 label/,
    ],
    [
      'POST',
      'secrets',
      { metadata: { name: 'a' }, data: { '../b': 'eA==' } },
      422,
      'Invalid',
      /^Secret "a" is invalid: data\[\.\.\/b\]: Invalid value: "\.\.\/b": a valid config key/,
    ],
    [
      'POST',
      'persistentvolumeclaims',
      { metadata: { name: 'a' }, spec: { accessModes: [], resources: {} } },
      422,
      'Invalid',
      'PersistentVolumeClaim "a" is invalid: [spec.accessModes: Required value: at least 1 access mode is required, spec.resources[storage]: Required value]',
    ],
    ['GET', 'pods?labelSelector=a%20b%20c', undefined, 400, 'BadRequest', /^unable to parse requirement/],
    ['GET', 'pods?fieldSelector=spec.foo%3Dx', undefined, 400, 'BadRequest', 'field label not supported: spec.foo'],
  ] as const)('%s %s %j → %i', async (method, path, body, code, reason, message) => {
    const answer = await cluster.request(method, path, body);

    expect(answer.code).toBe(code);
    expect(answer.body).toMatchObject({ kind: 'Status', apiVersion: 'v1', status: 'Failure', code, reason });
    expect(answer.body.message).toMatch(message);
  });

  it('names every wrong field in details.causes', async () => {
    const { body } = await cluster.request('POST', 'pods', { metadata: { name: 'A_b' }, spec: { containers: [] } });

    expect(body.details).toMatchObject({
      name: 'A_b',
      kind: 'Pod',
      causes: [
        { reason: 'FieldValueInvalid', field: 'metadata.name' },
        { reason: 'FieldValueRequired', field: 'spec.containers', message: 'Required value' },
      ],
    });
  });

  it('refuses the same name twice, stale versions, and changes of what is immutable', async () => {
    await cluster.create('configmaps', { ...CONFIG, immutable: true, metadata: { name: 'fixed' } });

    const again = await cluster.request('POST', 'configmaps', { ...CONFIG, metadata: { name: 'fixed' } });
    const stale = await cluster.request('PATCH', 'configmaps/fixed', { metadata: { resourceVersion: '1' } });
    const changed = await cluster.request('PATCH', 'configmaps/fixed', { data: { a: '2' } });

    expect(again.body).toMatchObject({ code: 409, reason: 'AlreadyExists', message: 'configmaps "fixed" already exists' });
    expect(stale.body).toMatchObject({ code: 409, reason: 'Conflict', details: { name: 'fixed', kind: 'configmaps' } });
    expect(changed.body).toMatchObject({
      code: 422,
      message: 'ConfigMap "fixed" is invalid: data: Forbidden: field is immutable when `immutable` is set',
      details: { causes: [{ reason: 'FieldValueForbidden', field: 'data' }] },
    });
  });
});

describe('the garbage collector', () => {
  const owned = (name: string, owner: object) => ({ ...CONFIG, metadata: { name, ownerReferences: [owner] } });
  const reference = ({ metadata }: object & { metadata?: unknown }) => {
    const { name, uid } = jsonObject(metadata);
    return { apiVersion: 'v1', kind: 'ConfigMap', name, uid };
  };

  it('deletes what a deleted object owned, also indirectly', async () => {
    const root = await cluster.create('configmaps', { ...CONFIG, metadata: { name: 'root' } });
    const child = await cluster.create('configmaps', owned('child', reference(root)));
    await cluster.create('configmaps', owned('grandchild', reference(child)));

    await cluster.request('DELETE', 'configmaps/root?propagationPolicy=Background');

    expect((await cluster.request('GET', 'configmaps/child')).code).toBe(404);
    expect((await cluster.request('GET', 'configmaps/grandchild')).code).toBe(404);
  });

  it('deletes an object whose owner was never there', async () => {
    await cluster.create('configmaps', owned('orphan', { apiVersion: 'v1', kind: 'ConfigMap', name: 'x', uid: 'never' }));

    expect((await cluster.request('GET', 'configmaps/orphan')).code).toBe(404);
  });
});

describe('namespaces', () => {
  it('are born with a service account and take everything with them', async () => {
    await cluster.request('POST', '/api/v1/namespaces', { metadata: { name: 'short' } });
    await cluster.request('POST', '/api/v1/namespaces/short/configmaps', { ...CONFIG, metadata: { name: 'c' } });

    const account = await cluster.request('GET', '/api/v1/namespaces/short/serviceaccounts/default');
    await cluster.request('DELETE', '/api/v1/namespaces/short');

    expect(account.code).toBe(200);
    expect((await cluster.request('GET', '/api/v1/namespaces/short')).code).toBe(404);
    expect((await cluster.request('GET', '/api/v1/namespaces/short/configmaps/c')).code).toBe(404);
  });
});
