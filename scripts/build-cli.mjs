/**
 * node scripts/build-cli.mjs [--verbose]
 *
 * Bundles src/bin.ts and all it needs into lib/bin/podline.js, one chunk per command, beside the licences of what it contains.
 * Loading @kubernetes/client-node as the 850 files it is published as takes a second; bundled it takes a tenth of that.
 */
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { analyzeMetafile, build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const { values } = parseArgs({ options: { verbose: { type: 'boolean' } } });

// The names of chunks change with their content: old ones would stay.
await rm(join(root, 'lib/bin'), { recursive: true, force: true });

const { metafile } = await build({
  absWorkingDir: root,
  entryPoints: { podline: 'src/bin.ts' },
  outdir: 'lib/bin',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  // Names stay, so that stack traces tell something.
  minifyWhitespace: true,
  minifySyntax: true,
  sourcemap: 'external',
  // Pipelines in TypeScript load these too, and all constructs of a tree must come from one copy.
  external: ['cdk8s', 'cdk8s-plus-27', 'constructs'],
  // node-fetch takes only URL from it, which Node has built in.
  alias: { 'whatwg-url': 'node:url' },
  // CommonJS dependencies call require, which an ES module does not have.
  banner: { js: "import { createRequire as bannerRequire } from 'node:module'; const require = bannerRequire(import.meta.url);" },
  plugins: [clientWithoutSideEffects()],
  metafile: true,
});

await writeFile(join(root, 'lib/bin/THIRD-PARTY-LICENSES.txt'), await licences(bundledPackages(metafile)));
if (values.verbose) console.log(await analyzeMetafile(metafile));

/** @kubernetes/client-node does not declare that its modules have no side effects, so that all unused ones would be bundled. */
function clientWithoutSideEffects() {
  return {
    name: 'client-without-side-effects',
    setup({ onResolve }) {
      onResolve({ filter: /^\.\.?\// }, ({ path, importer }) =>
        importer.includes('/@kubernetes/client-node/dist/') ? { path: join(dirname(importer), path), sideEffects: false } : undefined,
      );
    },
  };
}

function bundledPackages({ inputs }) {
  const folders = Object.keys(inputs).map((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0]);
  return [...new Set(folders)].filter((folder) => folder !== undefined).sort();
}

async function licences(folders) {
  const sections = await Promise.all(
    folders.map(async (folder) => {
      const { name, version, license } = JSON.parse(await readFile(join(root, folder, 'package.json'), 'utf8'));
      const file = (await readdir(join(root, folder))).find((entry) => /^licen[cs]e/i.test(entry));
      const text = file === undefined ? '' : `\n\n${(await readFile(join(root, folder, file), 'utf8')).trim()}`;
      return `${name} ${version} (${license})${text}\n`;
    }),
  );
  return sections.join(`\n${'-'.repeat(80)}\n\n`);
}
