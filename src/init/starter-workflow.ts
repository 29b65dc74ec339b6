/** A starter for a kind of project: how it is known, and what its steps do. */
interface Starter {
  /** File in the folder by which it is known. */
  readonly file: string;
  readonly image: string;
  readonly steps: Readonly<Record<string, string>>;
}

const STARTERS: readonly Starter[] = [
  { file: 'package.json', image: 'node:22', steps: { install: 'npm ci', test: 'npm test' } },
  { file: 'go.mod', image: 'golang:1.24', steps: { build: 'go build ./...', test: 'go test ./...' } },
  { file: 'Cargo.toml', image: 'rust:1', steps: { build: 'cargo build', test: 'cargo test' } },
  { file: 'pyproject.toml', image: 'python:3.13', steps: { test: 'python -m unittest discover' } },
];

const HELLO: Starter = { file: '', image: 'alpine', steps: { hello: 'echo "hello from $CI_WORKFLOW_NAME"', files: 'ls -la' } };

const HEAD = `\
# Each step is a pod; all of them work in the same folder, in which the code is.
# One after the other, unless depends_on says what a step waits for.
#   podline run --local    on this machine, without Kubernetes
#   podline run            on the cluster of your kubeconfig
when:
  event: [push, pull_request, manual]

steps:
`;

/** The text of .woodpecker.yaml for a folder with these files. */
export function starterWorkflow(files: readonly string[]): string {
  const { image, steps } = STARTERS.find(({ file }) => files.includes(file)) ?? HELLO;
  const lines = Object.entries(steps).map(([name, command]) => `  ${name}:\n    image: ${image}\n    commands:\n      - ${command}\n`);
  return HEAD + lines.join('');
}
