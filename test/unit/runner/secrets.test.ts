import { describe, expect, it } from 'vitest';
import { WorkflowError } from '../../../src/errors.js';
import { neededSecrets, stepSecrets } from '../../../src/runner/secrets.js';
import { pipelineOf, planOf, RUN, stepOf } from './plans.js';

const token = { from_secret: 'Api_Token' };

describe('stepSecrets', () => {
  const values = new Map([
    ['api_token', 's3cret "<&>" ✓'],
    ['user', 'me'],
  ]);

  function decoded(data: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
    return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, Buffer.from(value, 'base64').toString()]));
  }

  it('makes one immutable Secret of a step, named and labelled as part of the run', () => {
    const plan = planOf(pipelineOf([stepOf('build', { secrets: { TOKEN: { template: token, encoding: 'plain' } } }), stepOf('test')]));

    const secrets = stepSecrets(plan, values);

    expect(secrets).toHaveLength(1);
    expect(secrets[0]).toMatchObject({
      kind: 'Secret',
      type: 'Opaque',
      immutable: true,
      metadata: {
        name: `pl-${RUN}-build-s`,
        namespace: 'ci',
        labels: { 'app.kubernetes.io/managed-by': 'podline', 'podline.dev/run': RUN, 'podline.dev/pipeline': 'main' },
      },
    });
  });

  it('finds values whatever the case of their names, and puts them where the templates say', () => {
    const plan = planOf(
      pipelineOf([
        stepOf('build', {
          secrets: {
            TOKEN: { template: token, encoding: 'plain' },
            SETTINGS: { template: { list: [token, 1, true, null], user: { name: { from_secret: 'USER' } } }, encoding: 'json' },
          },
        }),
      ]),
    );

    const [secret] = stepSecrets(plan, values);

    const { TOKEN, SETTINGS = '' } = decoded(secret?.data);
    expect(TOKEN).toBe('s3cret "<&>" ✓');
    expect(JSON.parse(SETTINGS)).toEqual({ list: ['s3cret "<&>" ✓', 1, true, null], user: { name: 'me' } });
  });

  it('names every secret that has no value with the steps that want it, and no value', () => {
    const missing = { template: [{ from_secret: 'absent' }, token, { from_secret: 'absent' }], encoding: 'json' } as const;
    const plan = planOf(
      pipelineOf([stepOf('build', { secrets: { A: missing, B: missing } }), stepOf('test', { secrets: { A: missing } })]),
    );

    const fail = () => stepSecrets(plan, values);

    expect(fail).toThrow(WorkflowError);
    expect(fail).toThrow(
      expect.objectContaining({
        diagnostics: [
          expect.objectContaining({
            code: 'missing-secret',
            message: 'secret "absent" of step "build", "test" has no value',
            hint: expect.stringContaining('--secret absent=VALUE'),
          }),
        ],
      }),
    );
  });

  it('takes an empty value for a value', () => {
    const plan = planOf(pipelineOf([stepOf('build', { secrets: { TOKEN: { template: token, encoding: 'plain' } } })]));

    expect(decoded(stepSecrets(plan, new Map([['api_token', '']]))[0]?.data)).toEqual({ TOKEN: '' });
  });
});

describe('neededSecrets', () => {
  it('tells each name once, in lower case, however deep it is used', () => {
    const template = { a: [token, { b: { from_secret: 'user' } }], c: { from_secret: 'API_TOKEN' } };
    const plan = planOf(pipelineOf([stepOf('build', { secrets: { A: { template, encoding: 'json' } } }), stepOf('test')]));

    expect([...neededSecrets(plan)]).toEqual(['api_token', 'user']);
  });
});
