import type { Cluster } from '../cluster/cluster.js';
import { STEP_CONTAINER } from '../contract/annotations.js';
import { DEBUG_VARIABLE, GATE_VARIABLE, NONCE_VARIABLE } from '../contract/markers.js';
import { UsageError } from '../errors.js';
import type { Io, Terminal } from './io.js';

/** Runs a command in the container of a step, in the person's terminal; resolves to its exit code. */
export type Enter = (pod: string, command: readonly string[], signal: AbortSignal) => Promise<number>;

/** A shell where the step's commands ran: bash where the image has it. */
export function shellCommand(term: string | undefined): readonly string[] {
  const name = /^[\w.+-]+$/.test(term ?? '') ? term : 'xterm';
  const lines = [
    `cd "\${CI_WORKSPACE:-/}" 2>/dev/null`,
    `unset ${GATE_VARIABLE} ${NONCE_VARIABLE} ${DEBUG_VARIABLE}`,
    `export TERM=${name}`,
    'if command -v bash >/dev/null 2>&1; then exec bash; fi',
    'exec /bin/sh -i',
  ];
  return ['/bin/sh', '-c', lines.join('\n')];
}

/** The person's terminal. Throws where there is none, before anything is created. */
export function terminalOf({ terminal }: Io, { what, orElse }: { readonly what: string; readonly orElse: string }): Terminal {
  if (terminal) return terminal;
  throw new UsageError(`${what} needs a terminal: standard input or output is none`, {
    code: 'no-terminal',
    hint: `run it in a terminal, without a pipe; in a script: ${orElse}`,
  });
}

/** By way of the cluster: keys, Ctrl-C among them, and the size of the terminal are sent to the container. */
export function enterOnCluster(cluster: Pick<Cluster, 'exec'>, { stdout }: Io, terminal: Terminal): Enter {
  return async (pod, command, signal) => {
    const onOutput = (bytes: Uint8Array) => void stdout.write(bytes);
    const session = await cluster.exec(pod, STEP_CONTAINER, { command, isTerminal: true, onOutput, signal });
    // what is typed once the process has ended is for nobody
    const ignore = () => undefined;
    const release = terminal.take({
      onInput: (bytes) => void session.write(bytes).catch(ignore),
      onResize: (size) => void session.resize(size).catch(ignore),
    });
    try {
      void session.resize(terminal.size).catch(ignore);
      return await session.ended;
    } finally {
      release();
    }
  };
}
