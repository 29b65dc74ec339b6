import type { RunOn } from '../model/pipeline.js';
import { textOrList, wrongType } from './convert.js';
import type { Diagnostics } from './diagnostics.js';
import { MapReader } from './map-reader.js';
import type { Node } from './node.js';

const ALWAYS: readonly RunOn[] = ['success'];
const CONDITIONS = ['event', 'branch', 'ref', 'repo', 'instance', 'platform', 'cron', 'path', 'matrix', 'evaluate', 'local'];

/** In which states of its pipeline a step (or of its run, a pipeline) takes part: what `status` says in any item of `when`. */
export function readRunOn(node: Node, what: 'step' | 'workflow', diagnostics: Diagnostics): readonly RunOn[] {
  if (node.kind === 'scalar') return wrongType({ node, label: '"when"', expected: 'a map or a list of maps' }, diagnostics) ?? ALWAYS;
  const items = node.kind === 'list' ? node.items : [node];
  const states = items.flatMap((item) => {
    const reader = MapReader.of(item, diagnostics, { what: 'a "when" condition', path: 'when.' });
    if (!reader) return ALWAYS;
    const status = reader.get('status', readStatus) ?? ALWAYS;
    reader.notSupported(CONDITIONS, `the ${what} runs regardless`);
    reader.finish();
    return status;
  });
  if (items.length === 0) return ALWAYS;
  return (['success', 'failure'] as const).filter((state) => states.includes(state));
}

function readStatus(node: Node, label: string, diagnostics: Diagnostics): readonly RunOn[] | undefined {
  return textOrList(node, label, diagnostics)?.flatMap((state) => {
    if (state === 'success' || state === 'failure') return [state];
    diagnostics.error({ code: 'wrong-value', message: `${label} must be success or failure, not "${state}"`, at: node.span });
    return [];
  });
}
