import type { KubeObject } from '../contract/objects.js';
import { AUTO_PLATFORM } from '../model/platform.js';
import { count } from '../report/count.js';
import type { Finding } from '../report/finding.js';
import { type Answer, untold } from './answer.js';

interface Node extends KubeObject {
  readonly spec?: { readonly unschedulable?: boolean };
  readonly status?: {
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
    readonly nodeInfo?: { readonly architecture?: string; readonly operatingSystem?: string };
  };
}

/** Whether nodes are there that take pods, for the platform that the pods select. */
export function judgeNodes(
  answer: Answer<readonly KubeObject[]>,
  { wish, platform }: { readonly wish: string; readonly platform: string },
): Finding {
  const check = 'nodes';
  if (answer.type === 'refused') return untold(check, 'list nodes (podline setup --cluster-role)', answer.error);
  const nodes: readonly Node[] = answer.value;
  const able = nodes.filter(isAble);
  if (able.length === 0)
    return { check, status: 'fail', message: `none of ${count(nodes.length, 'node')} takes pods`, fix: 'see why: kubectl get nodes' };
  const platforms = able.map(platformOfNode);
  const text = [...new Set(platforms)].map((each) => `${platforms.filter((other) => other === each).length} ${each}`).join(', ');
  const others = nodes.length - able.length;
  if (!platforms.includes(platform)) {
    const [first = ''] = platforms;
    if (wish === AUTO_PLATFORM) return { check, status: 'ok', message: `${text}: none is ${platform}, so steps run on ${first}` };
    return { check, status: 'fail', message: `no node is ${platform}: ${text}`, fix: `give --platform ${first}` };
  }
  if (others > 0)
    return {
      check,
      status: 'warn',
      message: `${text}; ${count(others, 'other')} not ready or not schedulable`,
      fix: 'see why: kubectl get nodes',
    };
  return { check, status: 'ok', message: text };
}

function isAble({ spec, status }: Node): boolean {
  return spec?.unschedulable !== true && (status?.conditions?.some((each) => each.type === 'Ready' && each.status === 'True') ?? false);
}

function platformOfNode({ metadata, status }: Node): string {
  const { nodeInfo } = status ?? {};
  const os = nodeInfo?.operatingSystem ?? metadata.labels?.['kubernetes.io/os'] ?? 'linux';
  return `${os}/${nodeInfo?.architecture ?? metadata.labels?.['kubernetes.io/arch'] ?? '?'}`;
}
