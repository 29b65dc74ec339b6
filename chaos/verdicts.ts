import { verdictCases, wrongIn } from '../test/unit/runner/verdict-table.js';
import { demand, type Figures } from './proof.js';

const WHAT = 'verdict truth table: phase × container state × reason × deletion × exit code × injected sidecar';
export const ROWS = [WHAT];

/** No step is green that did not finish, and none that finished is anything else. */
export async function prove(): Promise<Figures> {
  const cases = verdictCases();
  const wrong = wrongIn(cases);
  const [first] = wrong;
  demand(first === undefined, `${wrong.length} verdicts are wrong, the first of them on ${JSON.stringify(first)}`);
  const green = cases.filter(({ mayBeGreen }) => mayBeGreen).length;
  return [
    {
      what: WHAT,
      figure: `${cases.length} combinations, ${green} of them green: 0 false greens, 0 false reds`,
      mustShow: '0 false greens',
    },
  ];
}
