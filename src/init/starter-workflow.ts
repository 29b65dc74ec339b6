import { nodeStarter } from './node-starter.js';
import { pythonStarter } from './python-starter.js';
import type { Project, Starter } from './starter.js';

/** Starters by the file by which their kind of project is known. An image of an older Go or Rust refuses a project that asks for a newer one. */
const STARTERS: Readonly<Record<string, (project: Project) => Starter>> = {
  'package.json': nodeStarter,
  'go.mod': () => ({ image: 'golang:1', steps: { build: ['go build ./...'], test: ['go test ./...'] } }),
  'Cargo.toml': () => ({ image: 'rust:1', steps: { build: ['cargo build'], test: ['cargo test'] } }),
  'pyproject.toml': pythonStarter,
  'requirements.txt': pythonStarter,
};

const HELLO: Starter = { image: 'alpine', steps: { hello: ['echo "hello from $CI_WORKFLOW_NAME"'], files: ['ls -la'] } };

const HEAD = `\
# Each step is a pod; all of them work in the same folder, in which the code is.
# One after the other, unless depends_on says what a step waits for.
#   podline run --local    on this machine, without Kubernetes
#   podline run            on the cluster of your kubeconfig
when:
  event: [push, pull_request, manual]

steps:
`;

/** The file by which the kind of a project is known; undefined where it is of none. */
export function knownBy(files: readonly string[]): string | undefined {
  return Object.keys(STARTERS).find((file) => files.includes(file));
}

/** The text of .woodpecker.yaml for a project. */
export function starterWorkflow(project: Project): string {
  const file = knownBy(project.files);
  const { image, steps } = (file === undefined ? undefined : STARTERS[file]?.(project)) ?? HELLO;
  const lines = Object.entries(steps).map(([name, commands]) => {
    return `  ${name}:\n    image: ${image}\n    commands:\n${commands.map((command) => `      - ${command}\n`).join('')}`;
  });
  return HEAD + lines.join('');
}
