/** What a project in TypeScript depends on, by the versions that this podline is made with. */
export interface Versions {
  readonly podline: string;
  readonly cdk8s: string;
  readonly cdk8sCli: string;
  readonly constructs: string;
  readonly tsx: string;
  readonly typescript: string;
  readonly nodeTypes: string;
}

/** The files of a project whose own test passes as it is, by their path; `ignored` is what its .gitignore says already. */
export function typescriptProject(name: string, versions: Versions, ignored = ''): Readonly<Record<string, string>> {
  const packageJson = {
    name,
    private: true,
    type: 'module',
    scripts: { test: 'tsc && tsx --test pipeline.test.ts', synth: 'podline synth main.ts', ci: 'podline run main.ts' },
    dependencies: { cdk8s: versions.cdk8s, constructs: versions.constructs, podline: versions.podline },
    devDependencies: {
      '@types/node': versions.nodeTypes,
      'cdk8s-cli': versions.cdk8sCli,
      tsx: versions.tsx,
      typescript: versions.typescript,
    },
  };
  const tsconfig = {
    compilerOptions: { target: 'es2022', module: 'nodenext', strict: true, noEmit: true, skipLibCheck: true, types: ['node'] },
    include: ['*.ts'],
  };
  return {
    'package.json': json(packageJson),
    'tsconfig.json': json(tsconfig),
    'cdk8s.yaml': CDK8S,
    'main.ts': MAIN,
    'pipeline.ts': PIPELINE,
    'pipeline.test.ts': TEST,
    '.gitignore': withLines(ignored, ['node_modules/', 'dist/', '.podline/']),
  };
}

/** The text and, behind it, those of the lines that it does not have, with or without slashes around them. */
function withLines(text: string, lines: readonly string[]): string {
  const bare = (line: string) => line.trim().replace(/^\/|\/$/g, '');
  const there = text.split('\n').map(bare);
  const missing = lines.filter((line) => !there.includes(bare(line)));
  const end = text === '' || text.endsWith('\n') ? '' : '\n';
  return missing.length === 0 ? text : `${text}${end}${missing.join('\n')}\n`;
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** Indented below, so that nobody takes its imports for those of this file. */
function unindented(text: string): string {
  return text.replace(/^ {2}/gm, '');
}

const PIPELINE = unindented(`\
  import type { App } from 'cdk8s';
  import { Pipeline } from 'podline';

  /** Two steps that need the first one, and do not wait for each other. */
  export function build(app: App): Pipeline {
    const ci = new Pipeline(app, 'ci');
    const fetch = ci.step('fetch', { image: 'alpine', commands: ["printf '%s\\\\n' pears apples >fruit"] });
    ci.step('sort', { image: 'alpine', commands: ['sort fruit'], dependsOn: [fetch] });
    ci.step('count', { image: 'alpine', commands: ['wc -l <fruit'], dependsOn: [fetch] });
    return ci;
  }
`);

const MAIN = unindented(`\
  import { App } from 'cdk8s';
  import { build } from './pipeline.js';

  const app = new App();
  build(app);
  app.synth();
`);

const TEST = unindented(`\
  import assert from 'node:assert/strict';
  import { test } from 'node:test';
  import { App } from 'cdk8s';
  import { manifestOf } from 'podline';
  import { runLocal } from 'podline/runner';
  import { build } from './pipeline.js';

  test('each step is a pod', () => {
    const pods = manifestOf(build(new App())).filter(({ kind }) => kind === 'Pod');

    assert.equal(pods.length, 3);
  });

  test('the fruit is sorted', async () => {
    const { report, logs } = await runLocal(build(new App()));

    assert.equal(report.outcome, 'succeeded');
    assert.deepEqual(logs.sort, ['+ sort fruit', 'apples', 'pears']);
  });
`);

const CDK8S = `\
language: typescript
app: npx tsx main.ts
`;
