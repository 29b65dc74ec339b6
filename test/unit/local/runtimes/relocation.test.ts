import { describe, expect, it } from 'vitest';
import { relocation } from '../../../../src/local/runtimes/process-unsafe.js';

describe('relocation', () => {
  const here = relocation([
    { source: '/state/claim', target: '/woodpecker', readOnly: false },
    { source: '/state/cache', target: '/woodpecker/cache', readOnly: false },
  ]);

  it.each([
    ['/woodpecker', '/state/claim'],
    ['/woodpecker/src/file', '/state/claim/src/file'],
    ['/woodpecker/cache/x', '/state/cache/x'],
    ['cd "/woodpecker/src" && ls', 'cd "/state/claim/src" && ls'],
    ['HOME=/woodpecker:/woodpecker/cache', 'HOME=/state/claim:/state/cache'],
    ['/woodpeckers', '/woodpeckers'],
    ['/var/woodpecker', '/var/woodpecker'],
    ['https://host/woodpecker', 'https://host/woodpecker'],
    ['/woodpecker-ci', '/woodpecker-ci'],
  ])('makes %j %j', (text, moved) => {
    expect(here(text)).toBe(moved);
  });
});
