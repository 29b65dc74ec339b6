import { posix } from 'node:path';
import type { ContainerOptions, StepKind, Workspace } from '../model/pipeline.js';
import { isPlugin } from '../model/plugin.js';

const PLUGIN_BASE = '/woodpecker';

/** Mount path of the workspace volume: plugins know one place only. */
export function workspaceBase(kind: StepKind, options: ContainerOptions, { base }: Workspace): string {
  return isPlugin(options) && kind !== 'clone' ? PLUGIN_BASE : base;
}

/** Working directory of a step that names none. */
export function workspaceDirectory(kind: StepKind, options: ContainerOptions, workspace: Workspace): string {
  return directory(workspaceBase(kind, options, workspace), workspace.path);
}

/** Working directory of a step. */
export function stepDirectory(kind: StepKind, options: ContainerOptions, workspace: Workspace): string {
  const given = options.directory ?? '';
  return posix.isAbsolute(given) ? directory(given, '') : directory(workspaceDirectory(kind, options, workspace), given);
}

function directory(base: string, path: string): string {
  return posix.join('/', base, path).replace(/(?<=.)\/+$/, '');
}
