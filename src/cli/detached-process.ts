import { spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { DetachedProcess } from './io.js';

/** Set for a process that somebody waits for to begin. */
const VARIABLE = 'PODLINE_DETACHED';

/** Starts a program of Node in a session of its own, without a terminal. Resolves when it says that it has begun, or has ended. */
export async function startDetached(program: string, argv: readonly string[]): Promise<DetachedProcess> {
  const folder = mkdtempSync(path.join(tmpdir(), 'podline-'));
  const file = path.join(folder, 'errors');
  const errors = openSync(file, 'wx', 0o600);
  try {
    const env = { ...process.env, [VARIABLE]: '1' };
    const child = spawn(process.execPath, [program, ...argv], { detached: true, env, stdio: ['ignore', 'ignore', errors, 'ipc'] });
    const said = await new Promise<Pick<DetachedProcess, 'namespace' | 'exitStatus'>>((resolve, reject) => {
      child.once('error', reject);
      child.once('message', (namespace) => resolve({ namespace: String(namespace) }));
      child.once('exit', (code) => resolve({ exitStatus: code ?? 1 }));
    });
    if (child.connected) child.disconnect();
    child.unref();
    return { pid: child.pid ?? 0, errors: readFileSync(file, 'utf8'), ...said };
  } finally {
    closeSync(errors);
    rmSync(folder, { recursive: true });
  }
}

/** Tells the process that started this one so that its run has begun in a namespace. */
export function tellBegun(namespace: string): void {
  if (process.env[VARIABLE] === undefined || !process.connected) return;
  process.send?.(namespace, () => process.disconnect());
}
