import { expect, it } from 'vitest';
import { isQuantity } from '../../../src/model/quantity.js';

it.each(['0', '1', '0.5', '.5', '5.', '100m', '1000n', '2u', '10G', '400Mi', '1Ei', '1E', '1e3', '1E3', '1e-3', '+1'])(
  'accepts %s',
  (text) => {
    expect(isQuantity(text)).toBe(true);
  },
);

it.each(['', 'lots', '1 Gi', '10GB', '1gi', '1K', '1mi', '-1', '1.2.3', '1e', '.', '0x10', '1Mi\n'])('refuses %j', (text) => {
  expect(isQuantity(text)).toBe(false);
});
