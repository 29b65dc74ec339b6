import type { ContainerState, Pod } from '../contract/objects.js';
import type { End } from './end.js';
import { memoryLimit, stepContainer } from './pod-facts.js';
import { isSourceCut, sourceCut } from './source-cut.js';
import { runtimeWords } from './words.js';

/** Reasons of a container that never ran its process. */
const START_ERRORS: ReadonlySet<string> = new Set(['StartError', 'ContainerCannotRun', 'RunContainerError', 'CreateContainerError']);

/** The end of a step by the terminated state of its container. */
export function endOfContainer(pod: Pod, terminated: NonNullable<ContainerState['terminated']>): End {
  const { exitCode, reason = '', message = '', signal } = terminated;
  // the kernel may have killed a child only, and the parent have passed
  if (reason === 'OOMKilled') return outOfMemory(pod, exitCode);
  if (START_ERRORS.has(reason)) return startError(pod, message || reason);
  if (reason === 'ContainerStatusUnknown')
    return {
      state: 'error',
      reason: 'NodeLost',
      message: `the node lost the container: ${message || 'no explanation'}`,
      hint: 'run it again',
    };
  if (isSourceCut(pod, exitCode)) return { ...sourceCut('see the last lines of its log'), exitCode };
  if (exitCode === 0) return { state: 'passed', exitCode };
  return { state: 'failed', exitCode, reason: 'ExitCode', message: `exit code ${exitCode}${signal ? ` (signal ${signal})` : ''}` };
}

/** The end of a step that did not start, in the words of the container runtime. */
export function startError(pod: Pod, words: string): End {
  const message = runtimeWords(words);
  return { state: 'error', reason: 'StartError', message, hint: startHint(pod, message) };
}

/**
 * The same end, unless the log tells more: a program for another architecture starts, as far as the kubelet knows,
 * and ends with exit code 1 or 255 after one line of the container runtime.
 */
export function withLog<T extends End>(end: T, { pod, log }: { readonly pod: Pod; readonly log: readonly string[] }): T {
  const [line = '', ...others] = log;
  const told = end.reason === 'ExitCode' && others.length === 0 && /^exec \S+: exec format error$/.test(line);
  return told ? { ...end, exitCode: undefined, ...startError(pod, line) } : end;
}

function outOfMemory(pod: Pod, exitCode: number): End {
  const limit = memoryLimit(pod);
  return {
    state: 'failed',
    exitCode,
    reason: 'OOMKilled',
    message: limit ? `out of memory: the step's limit is ${limit}` : 'out of memory: the step has no limit, its node had no more',
    hint: limit
      ? 'raise backend_options.kubernetes.resources.limits.memory of the step'
      : 'set backend_options.kubernetes.resources.requests.memory of the step, so that a node with enough is chosen',
  };
}

function startHint(pod: Pod, message: string): string | undefined {
  const image = stepContainer(pod)?.image;
  if (/exec format error/.test(message)) {
    const node = pod.spec.nodeName ? ` ${pod.spec.nodeName}` : '';
    return `the image ${image} is not for the architecture of the node${node}: use one that is, or select another node with nodeSelector`;
  }
  if (/runs no images/.test(message)) return 'give it commands, or run on a cluster';
  const [, program] = /exec: "([^"]+)"/.exec(message) ?? [];
  if (program === undefined) return undefined;
  if (/permission denied/.test(message)) return `make ${program} executable in the image ${image}`;
  return program === '/bin/sh'
    ? `the image ${image} has no /bin/sh: set entrypoint in place of commands, or use an image with a shell`
    : `the image ${image} has no ${program}: correct the entrypoint of the step`;
}
