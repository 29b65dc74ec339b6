/**
 * npm run docs
 *
 * Writes the pages that are generated from the program.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { generatedPages } from './generated-pages.js';

const root = new URL('../', import.meta.url);
for (const folder of ['docs/reference', 'schema']) await mkdir(new URL(folder, root), { recursive: true });
for (const [file, text] of Object.entries(generatedPages())) await writeFile(new URL(file, root), text);
