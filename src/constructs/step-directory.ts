import { posix } from 'node:path';
import type { ContainerOptions, Workspace } from '../model/pipeline.js';
import { isPlugin } from '../model/plugin.js';

const PLUGIN_BASE = '/woodpecker';

/** Mount path of the workspace volume: plugins know one place only. */
export function workspaceBase(options: ContainerOptions, { base }: Workspace): string {
  return isPlugin(options) ? PLUGIN_BASE : base;
}

/** Working directory of a step that names none. */
export function workspaceDirectory(options: ContainerOptions, workspace: Workspace): string {
  return directory(workspaceBase(options, workspace), workspace.path);
}

/** Working directory of a step. */
export function stepDirectory(options: ContainerOptions, workspace: Workspace): string {
  const given = options.directory ?? '';
  return posix.isAbsolute(given) ? given : directory(workspaceDirectory(options, workspace), given);
}

function directory(base: string, path: string): string {
  return posix.join(base, path).replace(/(?<=.)\/+$/, '');
}
