import { Bed } from '../test/scenarios/bed.js';
import { kubectlOf } from '../test/scenarios/kubectl.js';
import { WITHOUT } from './ahead.js';
import type { ClusterBenchOptions, Measured } from './benchmark.js';
import type { Place } from './place.js';
import { diamondOf, logTimes, type TimedRun, timedRun } from './runs.js';

const SECONDS = { full: 20, smoke: 0.2 };
/** Of the node's processors: no two pods that ask for so much fit. */
const MOST_OF_NODE = 0.6;

const NODE = 'node with room for one pod, diamond: how much later a step began than with --ahead 0';
const QUOTA = 'quota of one pod, diamond: how much later a step began than with --ahead 0';
export const ROWS = [NODE, QUOTA];

/** A held pod never costs a ready one its room. */
export async function measure({ scale, place }: ClusterBenchOptions): Promise<readonly Measured[]> {
  const requests = { cpu: await mostOfNode(place) };
  const large = diamondOf(SECONDS[scale], { backend_options: { kubernetes: { resources: { requests } } } });
  const onNode = async (flags: readonly string[]) => Bed.use(place, async (bed) => idleBefore(await timedRun(bed, large, { flags })));
  const inQuota = async (flags: readonly string[]) =>
    Bed.use(place, async (bed) => {
      await kubectlOf(bed.admin)('create', 'quota', 'one', '--hard=pods=1', '--namespace', bed.namespace);
      return idleBefore(await timedRun(bed, diamondOf(SECONDS[scale]), { flags }));
    });
  // one after the other: there is room for one
  const [ahead, without] = [await onNode([]), await onNode(WITHOUT)];
  return [row(NODE, ahead, without), row(QUOTA, ...(await Promise.all([inQuota([]), inQuota(WITHOUT)])))];
}

function row(what: string, ahead: readonly number[], without: readonly number[]): Measured {
  const later = ahead.map((seconds, index) => seconds - (without[index] ?? Number.NaN));
  return { what, figure: Math.max(...later), unit: 's', must: { of: 'figure', most: 2 } };
}

/** For each step in the order in which they had their turn, which is nobody's promise: the seconds before it in which none ran. */
function idleBefore({ output }: TimedRun): readonly number[] {
  const turns = [...logTimes(output).values()].sort((a, b) => a.first - b.first);
  let worked = 0;
  return turns.map(({ first, last }) => {
    const idle = first - output.report.startedAt - worked;
    worked += last - first;
    return idle / 1000;
  });
}

async function mostOfNode({ kubeconfig }: Place): Promise<string> {
  const cpu = await kubectlOf(kubeconfig)('get', 'nodes', '--output', 'jsonpath={.items[0].status.allocatable.cpu}');
  const millis = cpu.endsWith('m') ? Number.parseInt(cpu, 10) : Number(cpu) * 1000;
  return `${Math.ceil(millis * MOST_OF_NODE)}m`;
}
