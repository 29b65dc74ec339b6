import { expect, it } from 'vitest';
import { suggest } from '../../../src/workflow/suggest.js';

const KEYS = ['image', 'commands', 'environment', 'depends_on', 'pull', 'name'];

it.each([
  ['comands', 'commands'],
  ['enviroment', 'environment'],
  ['iamge', 'image'],
  ['Image', 'image'],
  ['dependson', 'depends_on'],
  ['pul', 'pull'],
  ['nmae', 'name'],
])('for %s it is %s', (word, meant) => {
  expect(suggest(word, KEYS)).toBe(meant);
});

it.each(['x', 'foo', 'volumes', ''])('for %j there is none', (word) => {
  expect(suggest(word, KEYS)).toBeUndefined();
});
