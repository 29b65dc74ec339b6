import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';

mkdirSync('out', { recursive: true });
writeFileSync('out/index.html', `<!doctype html>\n<h1>${readFileSync('title.txt', 'utf8').trim()}</h1>\n`);
