import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const MAX_LINES = 250;

/** What a folder (or a file, where its rule differs) may import of ours, and which packages. */
interface Rule {
  readonly ours: readonly string[];
  readonly packages: readonly string[];
}

/** The first rule whose path a file begins with holds for it. */
const RULES: readonly [string, Rule][] = [
  ['src/errors.ts', { ours: [], packages: [] }],
  ['src/clock.ts', { ours: [], packages: ['node:timers/promises'] }],
  ['src/process-identity.ts', { ours: [], packages: ['node:fs', 'node:os'] }],
  ['src/version.ts', { ours: [], packages: [] }],
  ['src/model/pattern.ts', { ours: [], packages: ['re2js', 'node:module'] }],
  ['src/model/', { ours: ['src/errors.ts', 'src/model/'], packages: ['js-yaml'] }],
  ['src/contract/', { ours: ['src/errors.ts', 'src/model/', 'src/contract/'], packages: ['node:crypto'] }],
  ['src/workflow/source.ts', { ours: ['src/errors.ts', 'src/workflow/'], packages: ['node:fs/promises', 'node:path'] }],
  [
    'src/workflow/evaluate/',
    { ours: ['src/workflow/evaluate/', 'src/workflow/suggest.ts'], packages: ['re2js', 'node:buffer', 'node:module'] },
  ],
  ['src/workflow/', { ours: ['src/errors.ts', 'src/model/', 'src/workflow/'], packages: ['js-yaml', 'node:buffer', 'node:path'] }],
  [
    'src/constructs/',
    {
      ours: ['src/errors.ts', 'src/model/', 'src/contract/', 'src/constructs/', 'imports/'],
      packages: ['cdk8s', 'cdk8s-plus-27', 'constructs', 'node:crypto', 'node:module', 'node:path'],
    },
  ],
  ['src/plan/synth.ts', { ours: ['src/errors.ts', 'src/model/', 'src/contract/', 'src/constructs/', 'src/plan/'], packages: ['cdk8s'] }],
  ['src/plan/', { ours: ['src/errors.ts', 'src/model/', 'src/contract/', 'src/plan/'], packages: ['js-yaml', 'node:path'] }],
  [
    'src/cluster/',
    { ours: ['src/errors.ts', 'src/clock.ts', 'src/contract/', 'src/cluster/'], packages: ['@kubernetes/client-node', 'ws', 'node:'] },
  ],
  ['src/checkout/', { ours: ['src/errors.ts', 'src/checkout/'], packages: ['ignore', 'node:'] }],
  ['src/lint/', { ours: ['src/errors.ts', 'src/model/', 'src/contract/names.ts', 'src/workflow/', 'src/lint/'], packages: [] }],
  ['src/typescript/', { ours: ['src/model/', 'src/typescript/'], packages: [] }],
  ['src/completion/', { ours: ['src/completion/'], packages: [] }],
  ['src/init/', { ours: ['src/init/'], packages: [] }],
  ['src/metadata/', { ours: ['src/errors.ts', 'src/model/', 'src/checkout/', 'src/metadata/'], packages: [] }],
  ['src/store/', { ours: ['src/errors.ts', 'src/report/', 'src/store/'], packages: ['node:'] }],
  ['src/report/', { ours: ['src/errors.ts', 'src/clock.ts', 'src/report/'], packages: ['node:buffer', 'string-width'] }],
  [
    'src/runner/',
    {
      ours: [
        'src/errors.ts',
        'src/clock.ts',
        'src/model/',
        'src/contract/',
        'src/plan/',
        'src/cluster/cluster.ts',
        'src/report/events.ts',
        'src/runner/',
      ],
      packages: ['node:crypto', 'node:zlib'],
    },
  ],
  [
    'src/doctor/',
    {
      ours: [
        'src/errors.ts',
        'src/model/',
        'src/contract/',
        'src/constructs/',
        'src/plan/',
        'src/cluster/cluster.ts',
        'src/report/',
        'src/runner/run.ts',
        'src/doctor/',
      ],
      packages: ['cdk8s'],
    },
  ],
  [
    'src/local/',
    { ours: ['src/errors.ts', 'src/clock.ts', 'src/process-identity.ts', 'src/contract/', 'src/local/'], packages: ['ws', 'node:'] },
  ],
  ['src/cli/', { ours: ['src/'], packages: ['cdk8s', 'commander', 'js-yaml', 'node:'] }],
  ['src/', { ours: ['src/'], packages: ['cdk8s', 'node:'] }],
];

const READS_ENVIRONMENT = /^src\/(cli\/|bin\.ts|main\.ts)/;

const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => `src/${file}`)
  .sort();
const texts = new Map(files.map((file) => [file, readFileSync(join(root, file), 'utf8')]));
/** All imports of each file, those of types too. */
const imports = new Map([...texts].map(([file, text]) => [file, importsOf(file, text)]));
/** Those that are loaded with the file; what is left out waits for `import()`. */
const eager = new Map([...texts].map(([file, text]) => [file, importsOf(file, text.replaceAll('import(', ''))]));

/** What a file imports: paths from the root for files, names for packages. */
function importsOf(file: string, text: string): readonly string[] {
  const specifiers = text.matchAll(/^(?:import|export)\b[^'"`;=(]*?from '([^']+)'|^import '([^']+)'|\bimport\('([^']+)'\)/gm);
  return Array.from(specifiers, ([, from, alone, lazy]) => {
    const specifier = from ?? alone ?? lazy ?? '';
    return specifier.startsWith('.') ? join(dirname(file), specifier).replace(/\.js$/, '.ts') : specifier;
  });
}

function isOurs(path: string): boolean {
  return /^(src|imports)\//.test(path);
}

function forbidden(file: string, path: string): boolean {
  const rule = RULES.find(([prefix]) => file.startsWith(prefix))?.[1];
  if (rule === undefined) return true;
  return !(isOurs(path) ? rule.ours : rule.packages).some(
    (allowed) => path === allowed || (/[/:]$/.test(allowed) && path.startsWith(allowed)),
  );
}

/** Everything that is loaded with a file, however far away. */
function loadedWith(file: string, seen = new Set<string>()): ReadonlySet<string> {
  for (const path of eager.get(file) ?? []) {
    if (seen.has(path)) continue;
    seen.add(path);
    loadedWith(path, seen);
  }
  return seen;
}

/** The first path that leads back to a file on it. */
function cycle(): readonly string[] | undefined {
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]): readonly string[] | undefined => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (done.has(file)) return undefined;
    done.add(file);
    return firstOf(eager.get(file) ?? [], (next) => visit(next, [...path, file]));
  };
  return firstOf(files, (file) => visit(file, []));
}

function firstOf<T, R>(items: readonly T[], find: (item: T) => R | undefined): R | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

describe('the source', () => {
  it('has imports that this test sees', () => {
    expect(imports.get('src/plan/synth.ts')).toEqual(
      expect.arrayContaining(['cdk8s', 'src/constructs/pipeline.ts', 'src/model/pipeline.ts']),
    );
    expect(imports.get('src/index.ts')).toContain('src/constructs/pipeline.ts');
  });

  it('flows in one direction: every folder imports only what it may', () => {
    const wrong = files.flatMap((file) =>
      (imports.get(file) ?? []).filter((path) => forbidden(file, path)).map((path) => `${file} -> ${path}`),
    );

    expect(wrong).toEqual([]);
  });

  it('has no import cycles, not even of types', () => {
    expect(cycle()).toBeUndefined();
  });

  it.each(['src/bin.ts', 'src/runner/run.ts', 'src/local/api/api-server.ts'])('does not load cdk8s with %s before it is needed', (file) => {
    expect([...loadedWith(file)].filter((path) => path === 'cdk8s' || path === 'constructs')).toEqual([]);
  });

  it.each(['src/bin.ts', 'src/index.ts'])('does not load the Kubernetes client with %s before it is needed', (file) => {
    expect(loadedWith(file)).not.toContain('@kubernetes/client-node');
  });

  it('has entry points that nothing imports', () => {
    const entries = /^src\/(bin|main|index|runner)\.ts$|^src\/cli\//;

    const wrong = files.filter((file) => !entries.test(file)).filter((file) => imports.get(file)?.some((path) => entries.test(path)));

    expect(wrong).toEqual([]);
  });

  it.each(['src/index.ts', 'src/runner.ts'])('has nothing but exports in %s', (file) => {
    const statements = (texts.get(file) ?? '')
      .replace(/\/\*.*?\*\//gs, '')
      .split(';')
      .map((statement) => statement.trim());

    expect(statements.filter((statement) => statement !== '' && !/^export (type )?\{[^}]*\} from '[^']+'$/.test(statement))).toEqual([]);
  });

  it(`has no file of more than ${MAX_LINES} lines`, () => {
    const long = [...texts]
      .map(([file, text]) => `${file}: ${text.trimEnd().split('\n').length}`)
      .filter((line) => Number(line.split(': ')[1]) > MAX_LINES);

    expect(long).toEqual([]);
  });

  it('has no default exports, enums, namespaces or suppressed types', () => {
    const wrong = /^export default|^\s*(export )?(const )?enum |^\s*(export )?namespace |@ts-(ignore|nocheck|expect-error)/m;

    expect([...texts].filter(([, text]) => wrong.test(text)).map(([file]) => file)).toEqual([]);
  });

  it('reads the environment, writes to the console and exits at its edge only', () => {
    const inside = [...texts].filter(([file]) => !READS_ENVIRONMENT.test(file));

    expect(inside.filter(([, text]) => /process\.env|process\.exit|console\./.test(text)).map(([file]) => file)).toEqual([]);
  });
});
