/**
 * npm run page
 *
 * Bundles the program and the style of the HTML report (page/) into src/report/html/page-assets.ts.
 */
import { writeFile } from 'node:fs/promises';
import { PAGE_ASSETS, pageAssets } from './page-assets.js';

await writeFile(new URL(`../${PAGE_ASSETS}`, import.meta.url), await pageAssets());
