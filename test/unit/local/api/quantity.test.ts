import { expect, it } from 'vitest';
import { parseQuantity } from '../../../../src/local/api/quantity.js';

it.each([
  ['1', 1],
  ['500m', 0.5],
  ['0.5', 0.5],
  ['400Mi', 400 * 1024 ** 2],
  ['1Gi', 1024 ** 3],
  ['1k', 1000],
  ['1e3', 1000],
  ['.5', 0.5],
  ['1x', undefined],
  ['', undefined],
  ['Mi', undefined],
  ['1 Gi', undefined],
])('quantity %j is %s', (text, value) => {
  expect(parseQuantity(text)).toBe(value);
});
