import type { Bed } from './bed.js';
import type { Podline } from './podline.js';

/** A run in another process whose step does not end by itself, nor on SIGTERM. */
export interface EndlessRun {
  readonly podline: Podline;
  readonly run: string;
}

const WORKFLOW = `
  skip_clone: true
  services:
    db: { image: alpine, commands: ['sleep 1000'] }
  steps:
    work:
      image: alpine
      environment: { TOKEN: { from_secret: token } }
      commands: ["trap '' TERM", 'echo begun', 'while :; do sleep 0.1; done']
    never: { image: alpine, commands: ['echo never'] }
`;

/** Starts one and waits until its step has begun. */
export async function startEndlessRun(bed: Bed, ...flags: readonly string[]): Promise<EndlessRun> {
  const before = await runsOf(bed);
  const podline = await bed.start(WORKFLOW, '--secret', 'token=open-sesame', '--stop-timeout', '1', '--output', 'json', ...flags);
  await podline.until('"text":"begun"');
  const [run = ''] = (await runsOf(bed)).filter((each) => !before.includes(each));
  return { podline, run };
}

async function runsOf(bed: Bed): Promise<readonly string[]> {
  return (await bed.cluster.list('Lease')).map(({ metadata }) => metadata.labels?.['podline.dev/run'] ?? '');
}
