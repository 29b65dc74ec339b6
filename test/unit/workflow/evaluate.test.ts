import { describe, expect, it } from 'vitest';
import { evaluate } from '../../../src/workflow/evaluate/evaluate.js';
import { EvaluateError } from '../../../src/workflow/evaluate/evaluate-error.js';

const variables = { A: '1', N: '12', M: 'feat: say "hello"', B: 'main', L: 'a,b,c' };

function result(text: string): boolean | string {
  try {
    return evaluate(text, { variables, now: () => Date.parse('2020-01-01T12:00:00Z') });
  } catch (error) {
    if (error instanceof EvaluateError) return error.message;
    throw error;
  }
}

describe('1.5 what holds', () => {
  it.each([
    // a name that is not defined
    'FOO == ""',
    'not (FOO == nil)',
    'len(FOO) == 0',
    'constructor == "" and toString == ""',
    // operators
    'A == "1" and B != "x"',
    'A == "1" && B != "x" || false',
    'int(N) > 9 and int(N) <= 12',
    '1 < 2 < 3',
    '!(A == "2")',
    'M contains "say" and M startsWith "feat" and M endsWith `"`',
    'M matches "^feat:" and not (M matches "^fix")',
    'not (M not contains "say")',
    'B in ["main", "x"] and B not in ["y"]',
    '"A" in $env and not ("FOO" in $env)',
    'B == "main" ? true : false',
    'false ?: true',
    '(nil ?? "x") == "x"',
    '1 + 2 * 3 - 4 == 3',
    '7 % 4 == 3 and 7 / 2 == 3.5',
    '2 ** 3 ^ 1 == 8 and -2 + 3 == 1',
    '1..3 == [1, 2, 3]',
    '[1, 2, 3][-1] == 3 and "abc"[1:] == "bc" and [1, 2, 3][:2] == [1, 2]',
    'L | split(",") | len() == 3',
    'let x = "a"; let y = x + "b"; y == "ab"',
    '/* so */ true // it is',
    `'it\\'s' == "it's" and "\\x41\\u0042\\n" == "AB\\n" and \`\\n\` == "\\\\n"`,
    '$env["B"] == "main" and $env.B == "main" and $env["FOO"] == ""',
    '{"a": {"b": 1}}.a.b == 1 and {a: 1}?.a == 1 and nil?.a == nil',
    '0x1F == 31 and 0b11 == 3 and 0o17 == 15 and 1_000 == 1000 and .5 == 0.5',
    // functions of texts
    'trim("  a ") == "a" and trim("xax", "x") == "a"',
    'trimPrefix("v1", "v") == "1" and trimSuffix("a.go", ".go") == "a"',
    'upper("a") == "A" and lower("Ä") == "ä"',
    'splitAfter("a,b", ",") == ["a,", "b"] and split("a,b,c", ",", 2) == ["a", "b,c"]',
    'replace("aaa", "a", "b") == "bbb" and replace("aaa", "a", "b", 2) == "bba"',
    'repeat("ab", 2) == "abab"',
    'indexOf("abcb", "b") == 1 and lastIndexOf("abcb", "b") == 3 and indexOf("a", "x") == -1',
    'hasPrefix("abc", "a") and hasSuffix("abc", "c")',
    // of numbers
    'max(1, 3, 2) == 3 and min([4, 2]) == 2 and abs(-1) == 1',
    'ceil(1.2) == 2 and floor(1.8) == 1 and round(1.5) == 2',
    'bitand(6, 3) == 2 and bitor(6, 1) == 7 and bitxor(6, 3) == 5 and bitnand(6, 3) == 4 and bitnot(0) == -1',
    'bitshl(1, 4) == 16 and bitshr(16, 4) == 1 and bitushr(-1, 63) == 1',
    // of lists
    'all(split(L, ","), len(#) == 1) and any([1, 2], # == 2) and one([1, 2], # == 2) and none([1], # == 2)',
    'map([1, 2], # * 2) == [2, 4] and filter(1..5, {# > 3}) == [4, 5]',
    'find([1, 2, 3], # > 1) == 2 and findIndex([1, 2, 3], # > 1) == 1',
    'findLast([1, 2, 3], # > 1) == 3 and findLastIndex([1, 2, 3], # > 5) == nil',
    'groupBy([1, 2, 1], #)["1"] == [1, 1] and count([1, 2, 1], # == 1) == 2',
    'concat([1], [2, 3]) == [1, 2, 3] and flatten([1, [2, [3]]]) == [1, 2, 3] and uniq([1, 1, 2]) == [1, 2]',
    'join(["a", "b"], "-") == "a-b" and reduce(1..4, #acc + #) == 10 and reduce([1], #acc + #, 5) == 6',
    'sum([1, 2.5]) == 3.5 and mean([1, 3]) == 2 and median([3, 1, 2]) == 2',
    'first([1, 2]) == 1 and last([1, 2]) == 2 and take([1, 2], 1) == [1] and reverse([1, 2]) == [2, 1]',
    'sort(["b", "a"]) == ["a", "b"] and sort([1, 2], "desc") == [2, 1] and sortBy([{a: 2}, {a: 1}], .a)[0].a == 1',
    'map(["x"], #index) == [0]',
    // of maps
    'keys({a: 1}) == ["a"] and values({a: 1}) == [1]',
    'toPairs({a: 1}) == [["a", 1]] and fromPairs([["a", 1]]) == {a: 1}',
    'get({a: 1}, "a") == 1 and get([1], 5) == nil and len({a: 1}) == 1',
    // conversion
    'type(1) == "int" and type(1.5) == "float" and type(A) == "string" and type([]) == "array" and type(nil) == "nil"',
    'int("7") == 7 and int(1.9) == 1 and float("1.5") == 1.5 and string(1.50) == "1.5"',
    'fromJSON("{\\"a\\": [1]}").a[0] == 1 and toJSON(1) == "1"',
    'toBase64("a") == "YQ==" and fromBase64("YQ==") == "a"',
    // time
    'date("2020-01-02") > date("2020-01-01T00:00:00Z") and now() - date("2020-01-01") == duration("12h")',
  ])('%s', (text) => {
    expect(result(text)).toBe(true);
  });
});

describe('1.5 the functions of time', () => {
  it.each([
    // every form that is known without a layout
    'date("2020-01-02") == date("2020-01-02 00:00:00") and date("2020-01-02") == date("2020-01-02T00:00:00Z")',
    'date("2020-01-02T01:30:00+01:30") == date("2020-01-02") and date("2020-01-02T00:00:00.5Z") - date("2020-01-02") == duration("500ms")',
    'date("02 Jan 20 15:04 UTC") == date("2020-01-02 15:04:00")',
    'date("Thursday, 02-Jan-20 15:04:05 GMT") == date("2020-01-02 15:04:05")',
    'date("Thu, 02 Jan 2020 15:04:05 UTC") == date("2020-01-02 15:04:05")',
    'date("15:04:05") < date("0001-01-01")',
    // layouts of Go
    'date("2. January 2020", "2. January 2006") == date("2020-01-02")',
    'date("1/2/20 3:04 PM", "1/2/06 3:04 PM") == date("2020-01-02 15:04:00")',
    'date("12:30 am", "03:04 pm") == date("00:30:00")',
    'date("20200102T150405-0700", "20060102T150405-0700") == date("2020-01-02T22:04:05Z")',
    'date("2020-01-02 15:04:05.250", "2006-01-02 15:04:05.000") - date("2020-01-02 15:04:05") == duration("250ms")',
    'date("Jan  2 2020", "Jan _2 2006") == date("2020-01-02")',
    // zones
    'date("2020-07-01 12:00", "2006-01-02 15:04", "Europe/Zurich") == date("2020-07-01T10:00:00Z")',
    'date(timezone("Europe/Zurich"), "2020-01-01 12:00:00") == date("2020-01-01T11:00:00Z")',
    'date(timezone("America/New_York"), "2020-03-08 03:30:00") == date("2020-03-08T07:30:00Z")',
    'date(timezone("Asia/Tokyo"), "2020-01-01T12:00:00Z") == date("2020-01-01T12:00:00Z")',
    'now(timezone("Asia/Tokyo")) == now() and timezone("") == timezone("UTC") and string(timezone("UTC")) == "UTC"',
    // as text
    'string(now()) == "2020-01-01 12:00:00 +0000 UTC" and toJSON(now()) == `"2020-01-01T12:00:00Z"`',
    'string(duration("90m")) == "1h30m0s" and string(duration("1.5s")) == "1.5s" and string(duration("-20ms")) == "-20ms"',
  ])('%s', (text) => {
    expect(result(text)).toBe(true);
  });

  it.each([
    ['date("2020-02-30") == now()', '"2020-02-30" is no date such as 2020-01-31 or 2020-01-31T12:00:00Z'],
    ['date("2020-01-02", "02.01.2006") == now()', '"2020-01-02" is no date by the layout "02.01.2006"'],
    ['date("x", "2006 2006") == now()', '"x" is no date by the layout "2006 2006"'],
    ['timezone("Nowhere/Land") == timezone("UTC")', '"Nowhere/Land" is no time zone such as Europe/Zurich'],
    ['timezone("+01:00") == timezone("UTC")', '"+01:00" is no time zone such as Europe/Zurich'],
    ['date(timezone("UTC")) == now()', '"date" takes a text'],
    ['duration("1 day") > duration("1h")', '"1 day" is no duration such as 1h30m'],
    ['all(1..5000, timezone("Asia/Tokyo") == timezone("UTC") or true)', 'the expression takes too long'],
  ])('%s is wrong', (text, message) => {
    expect(result(text)).toBe(message);
  });
});

describe('1.5 what is wrong', () => {
  it.each([
    ['N > 9', '">" of string and int: int(…) makes a number of a text'],
    ['A == 1', '"==" of string and int: int(…) makes a number of a text'],
    ['A', 'the result is string, and must be true or false'],
    ['"true"', 'the result is string, and must be true or false'],
    ['FOO', 'true or false is needed here, not string'],
    ['FOO ?? "x" == ""', '"??" beside "==" needs parentheses'],
    ['A ==', 'the end is not expected here'],
    ['A = "1"', '"=" is not expected here'],
    ['trimm("x") == ""', 'there is no function "trimm", did you mean "trim"?'],
    ['trim() == ""', '"trim" does not take 0 values'],
    ['upper(1) == ""', 'string is needed here, not int'],
    ['A and true', 'bool is needed here, not string'],
    ['"a" in "abc"', 'array or map is needed here, not string'],
    ['A matches "["', 'error parsing regexp: missing closing ]: `[`'],
    ['# == 1', '"#" is for conditions on lists'],
    ['"a', 'a string is not closed'],
    ['@', 'unexpected character "@"'],
    ['1 % 0 == 1', 'division by zero'],
    ['[1][3] == 1', 'the list has no item 3'],
    ['A.b == 1', 'map or array or nil is needed here, not string'],
    ['FOO.b() == 1', 'there are no methods'],
    ['99999999999999999999 == 1', '"99999999999999999999" is no number that fits'],
  ])('%s', (text, message) => {
    expect(result(text)).toBe(message);
  });
});

describe('what would never end', () => {
  it.each([
    'all(1..1000, all(1..1000, all(1..1000, true)))',
    '(1..100000000) == []',
    'repeat("a", 1000000000) == ""',
    'reduce(1..1000, #acc + #acc, "aa") == ""',
    '("a" | repeat(60000)) matches "(a{1000}){1}b"',
    'len(map(1..900, repeat("a", 5000))) == 1',
  ])('%s is stopped', (text) => {
    expect(result(text)).toBe('the expression takes too long');
  });

  it('is no regular expression that would backtrack', () => {
    expect(evaluate('X matches "(a+)+$" or X matches "(a|a)*b"', { variables: { X: `${'a'.repeat(20_000)}!` }, now: () => 0 })).toBe(false);
  });

  it.each(['('.repeat(4000), '!'.repeat(4000), '['.repeat(4000), '-'.repeat(4000), 'a?'.repeat(4000), '{a:'.repeat(3000)])(
    'is not what is very deep: %.3s',
    (text) => {
      expect(typeof result(text)).toBe('string');
    },
  );
});
