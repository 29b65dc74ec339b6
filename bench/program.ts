import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../test/scenarios/podline.js';

/** How often memory and sockets of a process are looked at; its own mark of the most memory forgets nothing between. */
const SAMPLE_MS = 50;

export const PODLINE: readonly string[] = [join(ROOT, 'lib/bin/podline.js')];

export interface ProgramOptions {
  readonly cwd: string;
  /** Told of standard output as it comes; without it nothing of it is kept. */
  readonly onOutput?: (chunk: Buffer) => void;
}

/** What a program that has ended needed. */
export interface ProgramRun {
  readonly seconds: number;
  /** Most resident memory. */
  readonly memoryMiB: number;
  /** Most sockets that were open at a time. */
  readonly sockets: number;
}

/** Runs a program of Node that has to succeed, and reads its output as fast as it comes. */
export async function runProgram(args: readonly string[], { cwd, onOutput }: ProgramOptions): Promise<ProgramRun> {
  const since = performance.now();
  const child = spawn(process.execPath, args, { cwd, env: { PATH: process.env.PATH, HOME: cwd }, stdio: ['ignore', 'pipe', 'pipe'] });
  let [memoryMiB, sockets, stderr] = [0, 0, ''];
  const sample = () => {
    memoryMiB = Math.max(memoryMiB, memoryOf(child.pid));
    sockets = Math.max(sockets, socketsOf(child.pid));
  };
  const sampling = setInterval(sample, SAMPLE_MS);
  child.stdout.on('data', (chunk: Buffer) => onOutput?.(chunk));
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  const [status] = await once(child, 'close');
  clearInterval(sampling);
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}: ${stderr}`);
  return { seconds: (performance.now() - since) / 1000, memoryMiB, sockets };
}

function memoryOf(pid: number | undefined): number {
  const [, kib] = /^VmHWM:\s+(\d+) kB$/m.exec(readOrNothing(`/proc/${pid}/status`)) ?? [];
  return Number(kib ?? 0) / 1024;
}

function socketsOf(pid: number | undefined): number {
  try {
    return readdirSync(`/proc/${pid}/fd`).filter((fd) => linkOrNothing(`/proc/${pid}/fd/${fd}`).startsWith('socket:')).length;
  } catch {
    return 0;
  }
}

function readOrNothing(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // the process has ended
    return '';
  }
}

function linkOrNothing(file: string): string {
  try {
    return readlinkSync(file);
  } catch {
    return '';
  }
}
