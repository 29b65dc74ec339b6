import { expect, it } from 'vitest';
import { isListedImage, isSameImage } from '../../../src/model/image.js';

it.each([
  ['alpine', 'docker.io/library/alpine', true],
  ['alpine:3', 'index.docker.io/library/alpine:4', true],
  ['octo/git', 'docker.io/octo/git@sha256:abc123', true],
  ['octo/git', 'quay.io/octo/git', false],
  ['host:5000/a', 'host:5000/a:1', true],
  ['host:5000/a', 'host/a', false],
  ['localhost/a', 'docker.io/localhost/a', false],
])('3.3 %s and %s are the same image, tags aside: %j', (a, b, expected) => {
  expect(isSameImage(a, b)).toBe(expected);
});

it.each([
  ['octo/git:2', 'octo/git', true],
  ['octo/git:2', 'octo/git:2', true],
  ['octo/git:2', 'octo/git:3', false],
  ['octo/git', 'octo/git:latest', true],
  ['octo/git', 'octo/git:1', false],
  ['host:5000/a:1', 'host:5000/a', true],
  ['a@sha256:abc1', 'a', true],
  ['a', 'a@sha256:abc1', false],
  ['Not An Image', 'Not An Image', true],
])('3.3 %s is on a list with %s: %j', (image, entry, expected) => {
  expect(isListedImage(image, ['other', entry])).toBe(expected);
});
