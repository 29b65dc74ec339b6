import { describe, expect, it } from 'vitest';
import { dockerConfig, registryOf, usedRegistries } from '../../../src/model/registries.js';

const credentials = { username: 'ci', password: { from_secret: 'password' } };

describe('registryOf', () => {
  it.each([
    ['alpine', 'docker.io'],
    ['plugins/slack:1', 'docker.io'],
    ['docker.io/library/alpine', 'docker.io'],
    ['index.docker.io/alpine', 'docker.io'],
    ['private.test/alpine:3', 'private.test'],
    ['registry:5000/a/b@sha256:0', 'registry:5000'],
    ['localhost/a', 'localhost'],
  ])('%s comes from %s', (image, registry) => {
    expect(registryOf(image)).toBe(registry);
  });
});

it('only the registries that images come from are used', () => {
  const registries = { 'private.test': credentials, 'index.docker.io': credentials, 'other.test': credentials };

  expect(Object.keys(usedRegistries(registries, ['private.test/a', 'alpine']))).toEqual(['private.test', 'index.docker.io']);
});

it('the configuration has Docker Hub under the name that the kubelet looks for', () => {
  expect(Object.keys(dockerConfig({ 'docker.io': credentials, 'private.test': credentials }).auths)).toEqual([
    'https://index.docker.io/v1/',
    'private.test',
  ]);
});
