import { expect, it } from 'vitest';
import { imageProblem } from '../../../../src/local/node/image.js';

it.each([
  ['alpine', undefined],
  ['golang:1.22', undefined],
  ['registry.example:5000/team/app:v1.2_3@sha256:'.concat('a'.repeat(64)), undefined],
  ['invalid', undefined],
  ['registry.invalid/x', 'ErrImagePull'],
  ['invalid/x:1', 'ErrImagePull'],
  ['registry.invalid:5000/a/b', 'ErrImagePull'],
  ['UP:://x', 'InvalidImageName'],
  ['Alpine', 'InvalidImageName'],
  ['alpine:', 'InvalidImageName'],
  ['a b', 'InvalidImageName'],
])('image %j has the problem %s', (image, reason) => {
  expect(imageProblem(image)?.reason).toBe(reason);
});
