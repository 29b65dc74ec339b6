import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { PAGE_ASSETS, pageAssets } from '../scripts/page-assets.js';
import { PAGE_POLICY, PAGE_PROGRAM, PAGE_STYLE } from '../src/report/html/page-assets.js';
import { read } from './docs/pages.js';

it('the parts of the HTML report are what `npm run page` makes of page/', async () => {
  expect(read(PAGE_ASSETS)).toBe(await pageAssets());
});

it('the page may run its own program and nothing else, and fetch nothing', () => {
  const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

  expect(PAGE_POLICY.split('; ')).toEqual([
    "default-src 'none'",
    `script-src ${hash(PAGE_PROGRAM)}`,
    `style-src ${hash(PAGE_STYLE)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ]);
});
