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
  { title: 'failed', align: 'left' },
  { title: 'age', align: 'right' },
  { title: 'status', align: 'left' },
];

export async function execute(invocation: Invocation): Promise<number> {
  const { io, flags } = invocation;
  const { namespace } = settingsOf(io.env, flags);
  const cluster = await connect(namespace, invocation);
  try {
    const runs = await listRuns(cluster);
    if (flags.output === 'json') io.stdout.write(`${JSON.stringify(runs)}\n`);
    else if (runs.length === 0) io.stdout.write(`no run in namespace ${namespace}\n`);
    else
      io.stdout.write(
        `${table(
          COLUMNS,
          runs.map((run) => row(run, cluster.serverTime())),
        ).join('\n')}\n`,
      );
    return 0;
  } finally {
    cluster.close();
  }
}

function row({ run, pipelines, status, steps, states, createdAt }: RunListing, now: number): readonly string[] {
  const age = wholeSeconds(now - Date.parse(createdAt));
  const ended = states.passed.length + states.failed.length;
  return [
    run,
    pipelines.join(', '),
    `${ended}/${steps}`,
    states.running.join(', '),
    states.failed.join(', '),
    age,
    runStatusText(status),
  ].map(neutralize);
}
