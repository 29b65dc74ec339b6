import type { Access, ServerVersion } from '../cluster/cluster.js';
import { RUNNER_ROLE } from '../contract/runner-role.js';
import type { Finding } from '../report/finding.js';
import type { Answer } from './answer.js';

/** Rights without which runs go on, and what they go on without. */
const WITHOUT: Readonly<Record<string, string>> = {
  'pods/attach': 'steps are not started ahead of their turn, which costs one to two seconds each',
  events: 'why a pod waits is told with fewer words',
};
/** From this version on a WebSocket needs `create`, where it needed `get` before. */
const ATTACH_BY_CREATE_MINOR = 35;

/** Everything that the least Role allows, verb by verb, as far as a server of this version asks for it. */
export function neededAccess({ minor }: ServerVersion): readonly Access[] {
  const idle = minor >= ATTACH_BY_CREATE_MINOR ? 'get' : 'create';
  return RUNNER_ROLE.flatMap(({ apiGroup, resource, verbs }) =>
    verbs.filter((verb) => resource !== 'pods/attach' || verb !== idle).map((verb) => ({ verb, apiGroup, resource })),
  );
}

/** One finding for each right that is missing, else one for all. */
export function judgeRights(reviews: readonly (readonly [Access, Answer<boolean>])[], namespace: string): readonly Finding[] {
  const check = 'rights';
  const refused = reviews.find(([, answer]) => answer.type === 'refused')?.[1];
  if (refused?.type === 'refused') return [{ check, status: 'unknown', message: `cannot tell: ${refused.error.message}` }];
  const missing = reviews.filter(([, answer]) => answer.type === 'told' && !answer.value).map(([access]) => access);
  if (missing.length === 0) return [{ check, status: 'ok', message: `all ${reviews.length} that a run needs` }];
  return missing.map(({ verb, apiGroup, resource }): Finding => {
    const qualified = apiGroup === '' ? resource : resource.replace(/^[^/]+/, (plural) => `${plural}.${apiGroup}`);
    const loss = WITHOUT[resource];
    return {
      check,
      status: loss === undefined ? 'fail' : 'warn',
      message: `may not ${verb} ${qualified}${loss === undefined ? '' : `: ${loss}`}`,
      fix: `give this account the Role of podline setup in namespace "${namespace}", or the verb "${verb}" on "${qualified}"`,
    };
  });
}
