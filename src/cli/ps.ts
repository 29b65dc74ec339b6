import { pidBeside } from '../contract/holder.js';
import { wholeSeconds } from '../report/duration.js';
import { neutralize } from '../report/neutralize.js';
import { type Column, table } from '../report/table.js';
import { listRuns, type RunListing } from '../runner/list-runs.js';
import type { Invocation } from './commands.js';
import { connect } from './connect.js';
import { runStatusText } from './run-status-text.js';
import { settingsOf } from './settings.js';

const COLUMNS: readonly Column[] = [
  { title: 'run', align: 'left' },
  { title: 'pipelines', align: 'left' },
  { title: 'steps', align: 'right' },
  { title: 'running', align: 'left' },
  { title: 'held', align: 'left' },
  { title: 'failed', align: 'left' },
  { title: 'age', align: 'right' },
  { title: 'runner', align: 'left' },
  { title: 'status', align: 'left' },
];
const NAMESPACE: Column = { title: 'namespace', align: 'left' };

export async function execute(invocation: Invocation): Promise<number> {
  const { io, flags } = invocation;
  const { namespace } = settingsOf(io.env, flags);
  const cluster = await connect(namespace, invocation);
  try {
    const inAllNamespaces = flags['all-namespaces'] ?? false;
    const runs = await listRuns(cluster, { inAllNamespaces });
    const here = await io.identity();
    if (flags['list-output'] === 'json') io.stdout.write(`${JSON.stringify(runs)}\n`);
    else if (runs.length === 0) io.stdout.write(`no run in ${inAllNamespaces ? 'any namespace' : `namespace ${namespace}`}\n`);
    else {
      const rows = runs.map((run) => row(run, { now: cluster.serverTime(), here }));
      const withNamespaces = rows.map((cells, index) => [neutralize(runs[index]?.namespace ?? ''), ...cells]);
      const lines = inAllNamespaces ? table([NAMESPACE, ...COLUMNS], withNamespaces) : table(COLUMNS, rows);
      io.stdout.write(`${lines.join('\n')}\n`);
    }
    return 0;
  } finally {
    cluster.close();
  }
}

interface Viewpoint {
  /** On the server's clock. */
  readonly now: number;
  /** Identity of this process. */
  readonly here: string;
}

function row(run: RunListing, { now, here }: Viewpoint): readonly string[] {
  const { states } = run;
  const ended = states.passed.length + states.failed.length;
  return [
    run.run,
    run.pipelines.join(', '),
    `${ended}/${run.steps}`,
    states.running.join(', '),
    states.held.join(', '),
    states.failed.join(', '),
    wholeSeconds(now - Date.parse(run.createdAt)),
    runnerText(run.holder, here),
    runStatusText(run.status),
  ].map(neutralize);
}

/** Who looks after a run, as far as a person can do something with it: a process of this machine, or one elsewhere. */
function runnerText(holder: string | undefined, here: string): string {
  if (holder === undefined) return '';
  const pid = pidBeside(holder, here);
  return pid === undefined ? 'elsewhere' : `process ${pid}`;
}
