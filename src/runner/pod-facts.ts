import { STEP_CONTAINER } from '../contract/annotations.js';
import { GATE_STATUS, GATE_VARIABLE, NONCE_VARIABLE } from '../contract/markers.js';
import type { Container, ContainerState, Pod } from '../contract/objects.js';

/** An exit code from here on may be that of a signal that ended the shell itself, or one that the node has made up. */
const FIRST_OF_SIGNALS = 128;

/** The container that decides a pod's verdict. */
export function stepContainer(pod: Pod): Container | undefined {
  return pod.spec.containers.find(({ name }) => name === STEP_CONTAINER);
}

/** A plain variable of that container. */
export function variableOf(pod: Pod, variable: string): string | undefined {
  return stepContainer(pod)?.env?.find(({ name }) => name === variable)?.value;
}

/** What the kubelet says of that container. */
export function stepState(pod: Pod): ContainerState | undefined {
  return pod.status?.containerStatuses?.find(({ name }) => name === STEP_CONTAINER)?.state;
}

/** False where the step's process cannot have begun. A kubelet tells up to a second late that it began: until then its container is "being created". */
export function mayHaveBegun(pod: Pod): boolean {
  const { waiting, running, terminated } = stepState(pod) ?? {};
  return timeOf((running ?? terminated)?.startedAt) !== undefined || waiting?.reason === 'ContainerCreating';
}

export function memoryLimit(pod: Pod): string | undefined {
  return stepContainer(pod)?.resources?.limits?.memory;
}

/** True where the step runs in podline's shell, which prints marker and trailer when it is told a nonce. */
export function hasWrapper(pod: Pod): boolean {
  return stepContainer(pod)?.command?.some((word) => word.includes(NONCE_VARIABLE)) ?? false;
}

/**
 * True where podline's shell has ended by itself, and so with its trailer. A program for another architecture ends as a script does: it never begins.
 */
export function owesTrailer(pod: Pod, hasBegun: boolean): boolean {
  const exitCode = stepState(pod)?.terminated?.exitCode;
  if (exitCode === undefined || !hasWrapper(pod)) return false;
  return exitCode === 0 || (hasBegun && exitCode < FIRST_OF_SIGNALS && exitCode !== GATE_STATUS);
}

/** True where the pod was created before its turn: its script waits to be let go. */
export function hasGate(pod: Pod): boolean {
  return variableOf(pod, GATE_VARIABLE) !== undefined;
}

/** Milliseconds since 1970 of a time stamp; undefined for none, and for 1970 itself: the kubelet writes it for what never happened. */
export function timeOf(stamp: string | null | undefined): number | undefined {
  return (stamp && Date.parse(stamp)) || undefined;
}

/** True once others may rely on it: where it has a readiness probe, that has succeeded. */
export function isServing(pod: Pod): boolean {
  if (stepContainer(pod)?.readinessProbe === undefined) return true;
  return pod.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') ?? false;
}

/** True once no process of its containers is left; its node says some time later that the pod has ended. */
export function isIdle({ spec, status }: Pod): boolean {
  const { containerStatuses = [], initContainerStatuses = [] } = status ?? {};
  const isOver = containerStatuses.length === spec.containers.length && containerStatuses.every(({ state }) => state?.terminated);
  return isOver && !initContainerStatuses.some(({ state }) => state?.running);
}

/** True once none of its containers will run again. */
export function hasEnded({ status }: Pod): boolean {
  return status?.phase === 'Succeeded' || status?.phase === 'Failed';
}
