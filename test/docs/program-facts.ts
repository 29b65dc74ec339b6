import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Flag } from '../../src/cli/flag.js';
import { FLAGS } from '../../src/cli/flags.js';
import { ROOT, read } from './pages.js';

/** Facts about the program that the documentation has to tell, as its source has them. */

const SOURCES = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => read(`src/${file}`));

/** Codes of errors and warnings. One that is put together at run time stands as its beginning and `*`. */
export function errorCodes(): readonly string[] {
  const expressions = SOURCES.flatMap((text) => matches(text, /\bcode(?::| =) *([^\n,}]*)/g));
  const codes = expressions.flatMap((expression) => matches(expression, /(?<!=== )'([a-z][a-z-]+)'/g));
  const beginnings = expressions.flatMap((expression) => matches(expression, /`([a-z-]+)\$\{/g));
  const printed = SOURCES.flatMap((text) => matches(text, /error\[([a-z-]+)\]/g));
  return [...new Set([...codes, ...beginnings.map((text) => `${text}*`), ...printed])].sort();
}

/** Why a step did not pass, or why it waits. */
export function reasons(): readonly string[] {
  return unionMembers('Reason');
}

/** Types of the JSON events. */
export function eventTypes(): readonly string[] {
  const [, union = ''] = /export type RunEvent =(.*)/s.exec(read('src/report/events.ts')) ?? [];
  return matches(union, /readonly type: '([a-z-]+)'/g);
}

/** Fields of results and reports in the JSON events. */
export function resultFields(): readonly string[] {
  const interfaces = ['StepResult', 'RunReport'].flatMap((name) =>
    matches(read('src/report/events.ts'), new RegExp(`export interface ${name} \\{(.*?)^\\}`, 'gms')),
  );
  return interfaces.flatMap((text) => matches(text, /readonly (\w+)\??:/g));
}

/** Labels and annotations of manifests. */
export function contractKeys(): readonly string[] {
  return matches(read('src/contract/annotations.ts'), /'(podline\.dev\/[a-z-]+)'/g);
}

/** Variables that the program reads. */
export function environmentVariables(): readonly string[] {
  const flags = Object.values<Flag>(FLAGS).flatMap(({ env }) => env ?? []);
  const reads = SOURCES.flatMap((text) => matches(text, /(?<!spec\.)\benv\.([A-Z][A-Z0-9_]+)/g));
  return [...new Set([...flags, ...reads])].sort();
}

/** Keys of workflow files that a reader of them asks for. */
export function workflowKeys(): readonly string[] {
  const readers = ['workflow-reader', 'container-reader', 'network-reader', 'retry-reader'].map((name) => read(`src/workflow/${name}.ts`));
  return [...new Set(readers.flatMap((text) => matches(text, /reader\.get\('(\w+)'/g)))].sort();
}

function unionMembers(name: string): readonly string[] {
  const [, union = ''] = new RegExp(`export type ${name} =([^;]*);`).exec(read('src/report/events.ts')) ?? [];
  return matches(union, /'(\w+)'/g);
}

function matches(text: string, pattern: RegExp): readonly string[] {
  return Array.from(text.matchAll(pattern), ([, found = '']) => found);
}
