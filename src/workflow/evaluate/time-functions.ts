import { EvaluateError } from './evaluate-error.js';
import type { Parameter, PlainFunction } from './function-types.js';
import { parseTime } from './time-layout.js';
import { zoneOf } from './time-zone.js';
import { isZone } from './values.js';

const TEXT: Parameter = ['string'];
/** Layouts and zones take far longer than other functions. */
const COST = 2000;
const UNITS: Readonly<Record<string, number>> = { ns: 1, us: 1e3, µs: 1e3, ms: 1e6, s: 1e9, m: 60e9, h: 3600e9 };
const DURATION = /^[+-]?(0|(\d+(\.\d*)?|\.\d+)(ns|us|µs|ms|s|m|h))+$/;
const PART = /(\d+(?:\.\d*)?|\.\d+)(ns|us|µs|ms|s|m|h)/g;
/** What a date may look like where nobody says it: those of expr, in its order. */
const LAYOUTS = [
  '2006-01-02',
  '15:04:05',
  '2006-01-02 15:04:05',
  '2006-01-02T15:04:05Z07:00',
  '02 Jan 06 15:04 MST',
  'Monday, 02-Jan-06 15:04:05 MST',
  'Mon, 02 Jan 2006 15:04:05 MST',
];

export const TIME_FUNCTIONS: Readonly<Record<string, PlainFunction>> = {
  // a zone changes how it is written, not when it is
  now: { parameters: [['zone']], required: 0, result: 'time', run: (_given, { now }) => ({ time: now() }) },
  duration: {
    parameters: [TEXT],
    required: 1,
    result: 'duration',
    run: ([text], { offset }) => {
      if (!DURATION.test(String(text))) throw new EvaluateError(`"${text}" is no duration such as 1h30m`, offset);
      const sum = Array.from(String(text).matchAll(PART), ([, count, unit = '']) => Number(count) * (UNITS[unit] ?? 0)).reduce(
        (a, b) => a + b,
        0,
      );
      return { nanoseconds: String(text).startsWith('-') ? -sum : sum };
    },
  },
  date: {
    parameters: [['string', 'zone'], TEXT, TEXT],
    required: 1,
    result: 'time',
    run: (given, { offset, budget }) => {
      budget.spend(COST, offset);
      const [first = null] = given;
      const isInZone = isZone(first);
      const [text, layout, name] = given.slice(isInZone ? 1 : 0).map(String);
      if (text === undefined) throw new EvaluateError('"date" takes a text', offset);
      const zone = name === undefined ? (isInZone ? first.zone : 'UTC') : zoneNamed(name, offset);
      const layouts = layout === undefined ? LAYOUTS : [layout];
      const time = layouts.map((each) => parseTime(text, each, zone)).find((moment) => moment !== undefined);
      if (time !== undefined) return { time };
      const expected = layout === undefined ? 'such as 2020-01-31 or 2020-01-31T12:00:00Z' : `by the layout "${layout}"`;
      throw new EvaluateError(`"${text}" is no date ${expected}`, offset);
    },
  },
  timezone: {
    parameters: [TEXT],
    required: 1,
    result: 'zone',
    run: ([name], { offset, budget }) => {
      budget.spend(COST, offset);
      return { zone: zoneNamed(String(name), offset) };
    },
  },
};

function zoneNamed(name: string, offset: number): string {
  const zone = zoneOf(name);
  if (zone !== undefined) return zone;
  throw new EvaluateError(`"${name}" is no time zone such as Europe/Zurich`, offset);
}
