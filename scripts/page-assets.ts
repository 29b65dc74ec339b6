import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** Where the built parts of the HTML report are kept. */
export const PAGE_ASSETS = 'src/report/html/page-assets.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Text of {@link PAGE_ASSETS}, as page/ has it. */
export async function pageAssets(): Promise<string> {
  const program = await bundle('page/main.ts');
  const style = await bundle('page/style.css');
  // nothing but the page's own program runs, and nothing is ever fetched
  const policy = [
    `default-src 'none'`,
    `script-src '${hash(program)}'`,
    `style-src '${hash(style)}'`,
    `base-uri 'none'`,
    `form-action 'none'`,
  ];
  return [
    '// Written by `npm run page` from page/: change that.',
    `export const PAGE_PROGRAM = ${JSON.stringify(program)};`,
    `export const PAGE_STYLE = ${JSON.stringify(style)};`,
    `export const PAGE_POLICY = ${JSON.stringify(policy.join('; '))};`,
    '',
  ].join('\n');
}

async function bundle(file: string): Promise<string> {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: [file],
    bundle: true,
    write: false,
    minify: true,
    format: 'iife',
    target: ['chrome100', 'firefox113', 'safari16.4'],
    charset: 'ascii',
    legalComments: 'none',
  });
  const text = outputFiles[0]?.text.trim() ?? '';
  if (/<\/(script|style)/i.test(text)) throw new Error(`${file} would end the element that it stands in`);
  return text;
}

function hash(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
