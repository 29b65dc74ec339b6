import type { Compat } from '../model/agent-settings.js';
import type { Diagnostics } from './diagnostics.js';
import type { ContainerSyntax, WorkflowSyntax } from './syntax.js';

/** Variables that have another name now. */
const FORMER_VARIABLES: Readonly<Record<string, string>> = {
  CI_COMMIT_PRERELEASE: 'CI_PIPELINE_RELEASE_PRE',
  CI_COMMIT_AUTHOR_AVATAR: 'CI_PIPELINE_AVATAR',
  CI_PREV_COMMIT_AUTHOR_AVATAR: 'CI_PREV_PIPELINE_AVATAR',
};
const VARIABLE = /\$\{?(CI_[A-Z_]+)/g;

/** What Woodpecker takes a character away from: a name after two dollars, and a slash after backslashes. */
const ESCAPE = /\$\$(?=[A-Za-z_])|\\{1,2}(?=\/)/g;

/** Tells what works, and is better written otherwise. */
export function checkHabits({ when, steps }: WorkflowSyntax, { diagnostics, compat }: { diagnostics: Diagnostics; compat?: Compat }): void {
  if (compat === undefined) checkEscapes(diagnostics);
  for (const { 1: name = '', index, 0: whole } of diagnostics.source.text.matchAll(VARIABLE)) {
    if (!Object.hasOwn(FORMER_VARIABLES, name)) continue;
    const hint = `use ${FORMER_VARIABLES[name]}`;
    diagnostics.warn({ code: 'deprecated', message: `${name} is deprecated`, at: { start: index, end: index + whole.length }, hint });
  }
  if (when.length > 0 && when.every(({ events }) => events !== undefined)) return;
  for (const step of steps) checkEvents(step, diagnostics);
}

function checkEscapes(diagnostics: Diagnostics): void {
  for (const { index, 0: whole } of diagnostics.source.text.matchAll(ESCAPE)) {
    const message = `"${whole}" stays as it is here, and loses a character in Woodpecker`;
    const hint = 'write it as the shell is to see it; --compat woodpecker-3 does as Woodpecker does';
    diagnostics.warn({ code: 'woodpecker-escape', message, at: { start: index, end: index + whole.length }, hint });
  }
}

function checkEvents({ name, at, when }: ContainerSyntax, diagnostics: Diagnostics): void {
  if (when.length > 0 && when.every(({ events }) => events !== undefined)) return;
  diagnostics.warn({
    code: 'no-event-filter',
    message: `the step "${name}" runs on every event${when.length > 0 ? ' that its other conditions let pass' : ''}`,
    at,
    hint: 'say in "when" which events it is for, of the step or of the workflow',
  });
}
