import { LogStore, type StepData } from './log-store.js';
import { LogView } from './log-view.js';
import { element } from './row.js';
import { type Matches, MOST_MATCHES, search } from './search.js';

/** How long typing pauses before it is looked for what was typed. */
const TYPING_MS = 200;

const { steps } = JSON.parse(document.getElementById('data')?.textContent ?? '{"steps":[]}') as { readonly steps: readonly StepData[] };
const store = new LogStore(steps, (step, part) => document.getElementById(`log-${step}-${part}`)?.textContent ?? '');

const select = element('select', '');
select.append(
  ...steps.map(({ name, state, parts }, index) => new Option(`${name} · ${state}${parts.length === 0 ? ' · no log' : ''}`, String(index))),
);
const field = Object.assign(element('input', ''), {
  type: 'search',
  placeholder: 'search in all logs',
  autocomplete: 'off',
  spellcheck: false,
});
const count = element('span', 'count');
const onlyMatches = checkbox('only matches');
const withTimes = checkbox('times');
const pageText = element('span', 'count');
const view = new LogView(store, (text) => {
  pageText.textContent = text;
  earlier.hidden = later.hidden = !view.isPaged;
});
const previous = button('↑', 'previous match', () => jump(-1));
const next = button('↓', 'next match', () => jump(1));
const earlier = button('earlier lines', 'earlier lines', () => view.turn(-1));
const later = button('later lines', 'later lines', () => view.turn(1));

let wanted = '';
let found: readonly Matches[] = [];
let current: { readonly step: number; readonly line: number } | undefined;
let searching = new AbortController();
let typing = 0;
let isDone = true;

count.setAttribute('role', 'status');
field.setAttribute('aria-label', 'search in all logs');
select.setAttribute('aria-label', 'step');
const bar = element('div', 'bar');
bar.append(select, field, previous, next, count, onlyMatches.label, withTimes.label);
const foot = element('div', 'bar foot');
foot.append(pageText, earlier, later);
document.getElementById('log-panel')?.append(bar, view.frame, foot);

select.addEventListener('change', () => {
  current = undefined;
  history.replaceState(null, '', `#log-${select.value}`);
  open();
});
for (const { input } of [onlyMatches, withTimes]) input.addEventListener('change', () => show());
field.addEventListener('input', () => {
  clearTimeout(typing);
  typing = window.setTimeout(look, TYPING_MS);
});
field.addEventListener('keydown', (event) => {
  if (event.key === 'Enter') jump(event.shiftKey ? -1 : 1);
});
document.addEventListener('keydown', (event) => {
  if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || event.target === field) return;
  event.preventDefault();
  field.focus();
});
addEventListener('hashchange', () => follow(true));

chooseFirst();
follow(false);

/** A log that somebody will want to see: of what failed, else the longest. */
function chooseFirst(): void {
  const failed = steps.findIndex(({ state, parts }) => (state === 'failed' || state === 'error') && parts.length > 0);
  const longest = steps.reduce((best, _, index) => (store.lineCount(index) > store.lineCount(best) ? index : best), 0);
  select.value = String(failed >= 0 ? failed : longest);
  open();
}

/** Goes where a link leads: `#log-2`. */
function follow(isAsked: boolean): void {
  const [, step] = /^#log-(\d+)$/.exec(location.hash) ?? [];
  if (step === undefined || !steps[Number(step)]) return;
  select.value = step;
  current = undefined;
  open();
  document.getElementById('logs')?.scrollIntoView();
  if (isAsked) view.frame.focus({ preventScroll: true });
}

/** Shows the step that is selected: its end where it did not pass. */
function open(): void {
  show();
  const { state } = steps[Number(select.value)] ?? {};
  if (state === 'failed' || state === 'error') view.revealEnd();
}

function show(): void {
  const step = Number(select.value);
  const only = onlyMatches.input.checked && wanted !== '' ? (found.find((each) => each.step === step)?.lines ?? []) : undefined;
  view.show({ step, only, withTime: withTimes.input.checked, wanted, current: current?.step === step ? current.line : undefined });
}

function look(): void {
  searching.abort();
  searching = new AbortController();
  wanted = field.value.toLowerCase();
  found = [];
  current = undefined;
  isDone = wanted === '';
  tell();
  show();
  if (isDone) return;
  const breathe = async () => new Promise<void>((resolve) => setTimeout(resolve));
  const onProgress = (matches: readonly Matches[], isAll: boolean) => {
    [found, isDone] = [matches, isAll];
    tell();
    if (onlyMatches.input.checked) show();
    // the log that is shown goes first, whenever the search comes to it
    if (!current && (isAll || found.some(({ step }) => step === Number(select.value)))) jump(1);
  };
  void search(store, wanted, { signal: searching.signal, onProgress, breathe });
}

/** Goes to the next match, or the one before: in the step that is shown first, then in the others. */
function jump(direction: 1 | -1): void {
  const all = found.flatMap(({ step, lines }) => lines.map((line) => ({ step, line })));
  if (all.length === 0) return;
  const here = current ?? { step: Number(select.value), line: direction === 1 ? -1 : Number.POSITIVE_INFINITY };
  const after = all.findIndex(({ step, line }) => step > here.step || (step === here.step && line > here.line));
  const before = all.findLastIndex(({ step, line }) => step < here.step || (step === here.step && line < here.line));
  current = (direction === 1 ? all[after] : all[before]) ?? all.at(direction === 1 ? 0 : -1);
  if (!current) return;
  select.value = String(current.step);
  show();
  view.reveal(current.line);
  tell();
}

function tell(): void {
  const total = found.reduce((sum, { lines }) => sum + lines.length, 0);
  const number = new Intl.NumberFormat('en');
  const where = current ? `${number.format(position(current))} of ` : '';
  if (wanted === '') count.textContent = '';
  else if (total === 0) count.textContent = isDone ? 'nothing found' : 'searching…';
  else
    count.textContent = `${where}${number.format(total)}${total >= MOST_MATCHES ? ' or more' : ''} in ${found.length === 1 ? '1 step' : `${found.length} steps`}${isDone ? '' : '…'}`;
}

/** Which match that is, counted from 1. */
function position(match: { readonly step: number; readonly line: number }): number {
  const before = found.filter(({ step }) => step < match.step).reduce((sum, { lines }) => sum + lines.length, 0);
  return before + (found.find(({ step }) => step === match.step)?.lines.indexOf(match.line) ?? 0) + 1;
}

function checkbox(text: string): { readonly label: HTMLLabelElement; readonly input: HTMLInputElement } {
  const input = Object.assign(element('input', ''), { type: 'checkbox' });
  const label = element('label', '');
  label.append(input, ` ${text}`);
  return { label, input };
}

function button(text: string, name: string, act: () => void): HTMLButtonElement {
  const made = element('button', '', text);
  made.type = 'button';
  made.title = name;
  made.setAttribute('aria-label', name);
  made.addEventListener('click', act);
  return made;
}
