import type { Metadata } from '../model/metadata.js';
import { neutralize } from '../report/neutralize.js';
import type { LeftOut } from '../workflow/read-workflows.js';

/** What a run is for, as conditions ask for it: `event push, branch main`. */
export function purposeText({ current: { event, commit } }: Metadata): string {
  return [...(event === undefined ? [] : [`event ${event}`]), ...(commit.branch === undefined ? [] : [`branch ${commit.branch}`])]
    .map(neutralize)
    .join(', ');
}

/** One line on what is not for this run; nothing where everything is. Steps have their workflow's name before them where there are several. */
export function leftOutText(
  leftOut: readonly LeftOut[],
  { metadata, isAlone }: { readonly metadata: Metadata; readonly isAlone: boolean },
): string {
  if (leftOut.length === 0) return '';
  const names = leftOut.flatMap(({ workflow, steps }) => {
    if (steps === undefined) return [`all of ${workflow}`];
    return isAlone ? steps : steps.map((step) => `${workflow}/${step}`);
  });
  return `note: not for this run (${purposeText(metadata)}): ${names.map(neutralize).join(', ')}\n`;
}
