import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { knownBy, starterWorkflow } from '../../../src/init/starter-workflow.js';

describe('the starter of a package of Node', () => {
  it.each([
    [[], 'npm install'],
    [['package-lock.json'], 'npm ci'],
    [['npm-shrinkwrap.json'], 'npm ci'],
    [['pnpm-lock.yaml'], 'corepack pnpm install --frozen-lockfile'],
    [['yarn.lock'], 'corepack yarn install --frozen-lockfile'],
    [['yarn.lock', '.yarnrc.yml'], 'corepack yarn install --immutable'],
  ])('with %j installs by %j', (files, command) => {
    expect(commandsOf(['package.json', ...files], '{}')).toEqual([command]);
  });

  it('knows the newer Yarn by the version that the package asks for', () => {
    const install = (version: string) => commandsOf(['package.json', 'yarn.lock'], JSON.stringify({ packageManager: `yarn@${version}` }));

    expect(install('4.9.1')).toEqual(['corepack yarn install --immutable']);
    expect(install('1.22.22')).toEqual(['corepack yarn install --frozen-lockfile']);
  });

  it('has a step for each script that is there, in the words of the package manager', () => {
    const text = JSON.stringify({ scripts: { test: 'vitest', build: 'tsc', lint: 'biome check', start: 'node .' } });

    expect(commandsOf(['package.json'], text)).toEqual(['npm install', 'npm run lint', 'npm run build', 'npm test']);
    expect(commandsOf(['package.json', 'pnpm-lock.yaml'], text)).toContain('corepack pnpm test');
  });

  it.each([
    ['the test that npm init writes', '{"scripts": {"test": "echo \\"Error: no test specified\\" && exit 1"}}'],
    ['scripts that are none', '{"scripts": {"test": 1}}'],
    ['no scripts', '{"scripts": null}'],
    ['no package', 'null'],
    ['no JSON', '{'],
  ])('leaves out %s', (_, text) => {
    expect(commandsOf(['package.json'], text)).toEqual(['npm install']);
  });
});

describe('the starter of a project of Python', () => {
  const venv = 'python3 -m venv .venv';
  const pytest = '.venv/bin/python -m pytest';
  const aPackage = '[project]\nname = "x"\n';

  it.each([
    ['a package with tests', ['pyproject.toml', 'tests'], aPackage, [venv, '.venv/bin/pip install --editable . pytest', pytest]],
    ['a package without tests', ['pyproject.toml', 'src'], aPackage, [venv, '.venv/bin/pip install --editable .']],
    ['tests beside settings of tools', ['pyproject.toml', 'test_it.py'], '[tool.ruff]\n', [venv, '.venv/bin/pip install pytest', pytest]],
    ['requirements', ['requirements.txt', 'main.py'], 'six\n', [venv, '.venv/bin/pip install --requirement requirements.txt']],
    ['nothing to install and nothing to test', ['pyproject.toml'], '', ['python3 -m compileall -q .']],
  ])('is right for %s', (_, files, text, commands) => {
    expect(commandsOf(files, text)).toEqual(commands);
  });
});

it('takes an image of Go and of Rust that is new enough for each project', () => {
  expect(starterWorkflow({ files: ['go.mod'], text: '' })).toContain('image: golang:1\n');
  expect(starterWorkflow({ files: ['Cargo.toml'], text: '' })).toContain('image: rust:1\n');
});

it('says hello where it knows nothing of the project', () => {
  expect(knownBy(['README.md'])).toBeUndefined();
  expect(commandsOf(['README.md'], '')).toContain('ls -la');
});

function commandsOf(files: readonly string[], text: string): readonly string[] {
  const { steps } = load(starterWorkflow({ files, text })) as { readonly steps: Readonly<Record<string, { readonly commands: string[] }>> };
  return Object.values(steps).flatMap(({ commands }) => commands);
}
