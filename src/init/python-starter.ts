import type { Project, Starter } from './starter.js';

const IMAGE = 'python:3.13';
/** Where pytest finds tests. */
const TESTS = /^(tests?|test_.*\.py|.*_test\.py)$/;
/** pyproject.toml also holds settings of tools, for what is no package. */
const PACKAGE = /^\[(project|build-system)\]/m;

/** A virtual environment in the workspace, which all steps share, and pytest where there are tests: it fails without any. */
export function pythonStarter({ files, text }: Project): Starter {
  const dependencies = [
    ...(files.includes('requirements.txt') ? ['--requirement requirements.txt'] : []),
    ...(files.includes('pyproject.toml') && PACKAGE.test(text) ? ['--editable .'] : []),
  ];
  const hasTests = files.some((file) => TESTS.test(file));
  const wanted = [...dependencies, ...(hasTests ? ['pytest'] : [])];
  if (wanted.length === 0) return { image: IMAGE, steps: { compile: ['python3 -m compileall -q .'] } };
  return {
    image: IMAGE,
    steps: {
      install: ['python3 -m venv .venv', `.venv/bin/pip install ${wanted.join(' ')}`],
      ...(hasTests ? { test: ['.venv/bin/python -m pytest'] } : {}),
    },
  };
}
