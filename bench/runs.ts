import type { Bed } from '../test/scenarios/bed.js';
import type { LogEvent, RunOutput } from '../test/scenarios/run-output.js';

/** A step of a workflow file. */
export interface StepText {
  readonly image?: string;
  readonly commands?: readonly string[];
  readonly entrypoint?: readonly string[];
  readonly depends_on?: readonly string[];
  readonly backend_options?: object;
}

/** Text of a workflow file; without `depends_on` the steps run one after the other. */
export function workflowOf(steps: Readonly<Record<string, StepText>>): string {
  const withImages = Object.entries(steps).map(([name, step]) => [name, { image: 'alpine', ...step }]);
  return JSON.stringify({ skip_clone: true, steps: Object.fromEntries(withImages) });
}

/** So many steps one after the other. */
export function chainOf(count: number, commands: readonly string[]): string {
  return workflowOf(Object.fromEntries(Array.from({ length: count }, (_, index) => [`step-${index}`, { commands }])));
}

/** Two branches that differ in length, of a whole whose longest path takes `seconds`. */
export function diamondOf(seconds: number, options: Pick<StepText, 'backend_options'> = {}): string {
  const step = (time: number, ...dependencies: readonly string[]) => ({
    commands: [`sleep ${time}`, 'echo done'],
    depends_on: dependencies,
    ...options,
  });
  return workflowOf({
    a: step(0),
    slow: step(seconds, 'a'),
    f1: step(0, 'a'),
    f2: step(seconds * 0.75, 'f1'),
    end: step(0, 'slow', 'f2'),
  });
}

export interface TimedRun {
  readonly output: RunOutput;
  /** Of the whole command. */
  readonly seconds: number;
}

export interface RunFlags {
  readonly flags?: readonly string[];
  /** @default - that of the bed */
  readonly kubeconfig?: string;
}

/** Runs a workflow that has to pass. */
export async function timedRun(bed: Bed, workflow: string, { flags = [], kubeconfig }: RunFlags = {}): Promise<TimedRun> {
  const since = performance.now();
  const args = ['run', 'workflow.yaml', '--output', 'json', '--kubeconfig', kubeconfig ?? bed.kubeconfig, '--namespace', bed.namespace];
  const output = await (await bed.bare([...args, ...flags], { files: { 'workflow.yaml': workflow } })).end();
  const seconds = (performance.now() - since) / 1000;
  if (output.status !== 0) throw new Error(`the run ended with ${output.status}: ${output.stderr}${output.stdout.slice(-2000)}`);
  return { output, seconds };
}

/** When the first and the last line of each step's log were written, by the clock of the node, in milliseconds since 1970. */
export function logTimes(output: RunOutput): ReadonlyMap<string, { readonly first: number; readonly last: number }> {
  const times = new Map<string, { first: number; last: number }>();
  for (const event of output.events.filter((each): each is LogEvent => each.type === 'log')) {
    const at = stampMs(event.at);
    times.set(event.step, { first: times.get(event.step)?.first ?? at, last: at });
  }
  return times;
}

/** Milliseconds since 1970, with what a stamp has beyond them. */
export function stampMs(stamp: string): number {
  const [, fraction = '0'] = /\.(\d+)/.exec(stamp) ?? [];
  return Math.floor(Date.parse(stamp) / 1000) * 1000 + Number(`0.${fraction}`) * 1000;
}

/** Milliseconds from the last line of each step of a chain to the first line of the next. */
export function gapsOf(times: Iterable<{ readonly first: number; readonly last: number }>): readonly number[] {
  const all = [...times];
  return all.slice(1).map(({ first }, index) => first - (all[index]?.last ?? Number.NaN));
}
