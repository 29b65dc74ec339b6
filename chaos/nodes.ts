import { type ClusterProofOptions, demand, type Figures } from './proof.js';
import { Random } from './random.js';
import { firstNode, nodeOfAnyPod, withSecondNode } from './second-node.js';

const RUNS = { ci: 2, full: 20 };

const BOUND = 'pods of runs with a ReadWriteOnce volume, where a second node has more room';
export const ROWS = [BOUND];

/** Every pod of a run with a ReadWriteOnce volume is bound to the node of its first, though the scheduler would rather take another. */
export async function prove({ scale, seed, bed }: ClusterProofOptions): Promise<Figures> {
  const random = new Random(seed);
  const node = await firstNode(bed);
  let pods = 0;
  await withSecondNode(bed, async (second) => {
    await bed.inNamespace(async (space) => {
      demand((await nodeOfAnyPod(bed, space)) === second, 'a pod without a wish does not go to the second node: nothing is proved');
      for (let index = 0; index < RUNS[scale]; index++) {
        const steps = index % 2 === 0 ? chain(random.integer(3, 6)) : diamond(random.integer(2, 3));
        pods += steps.length;
        // a pod that is bound to a node without a kubelet never runs
        const run = await space.run(workflow(steps, node), '--storage-rwx', 'false', '--timeout', '90s');
        demand(run.status === 0, `run ${index + 1} of ${steps.length} steps ended with ${run.status}: ${JSON.stringify(run.states)}`);
      }
    });
  });
  return [{ what: BOUND, figure: `${RUNS[scale]} runs, ${pods} pods: 0 on the second node`, mustShow: '0 on the second node' }];
}

interface Step {
  readonly name: string;
  readonly after: readonly string[];
}

function chain(length: number): readonly Step[] {
  return Array.from({ length }, (_, index) => ({ name: `s${index}`, after: index === 0 ? [] : [`s${index - 1}`] }));
}

function diamond(width: number): readonly Step[] {
  const middle = Array.from({ length: width }, (_, index) => ({ name: `m${index}`, after: ['first'] }));
  return [{ name: 'first', after: [] }, ...middle, { name: 'last', after: middle.map(({ name }) => name) }];
}

/** The first step is on the node that there is, the others have no wish; each reads what those before it wrote. */
function workflow(steps: readonly Step[], node: string): string {
  const lines = steps.map(({ name, after }) => {
    const wish = after.length === 0 ? `, backend_options: { kubernetes: { nodeSelector: { kubernetes.io/hostname: ${node} } } }` : '';
    const commands = [...after.map((each) => `cat ${each}`), `echo ${name} > ${name}`];
    return `  - { name: ${name}, image: alpine, depends_on: [${after.join(', ')}], commands: ${JSON.stringify(commands)}${wish} }`;
  });
  return `skip_clone: true\nsteps:\n${lines.join('\n')}\n`;
}
