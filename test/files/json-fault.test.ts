import { expect, test } from 'vitest'
import { describeJsonFault } from '../../files/json/json-fault.ts'

test.each([
  [
    '{\n  "events": [\n    {"a": 1}\n    {"a": 2}]}',
    "line 4, column 5: expected a comma or a closing bracket (got '{')"
  ],
  ['{"a": 1 "b": 2}', "line 1, column 9: expected a comma or a closing brace (got '\"')"],
  ['{"a": 1,}', "line 1, column 9: expected a name in double quotes (got '}')"],
  ['[1, 2,]', "line 1, column 7: expected a value (got ']')"],
  ["{'a': 1}", "line 1, column 2: expected a name in double quotes or a closing brace (got ''')"],
  ['{a: 1}', "line 1, column 2: expected a name in double quotes or a closing brace (got 'a')"],
  ['{"a" 1}', "line 1, column 6: expected a colon (got '1')"],
  ['[NaN]', "line 1, column 2: expected a value or a closing bracket (got 'N')"],
  ['{"a": True}', "line 1, column 7: expected a value (got 'T')"],
  ['[01]', "line 1, column 2: expected a value or a closing bracket (got '0')"],
  ['{"a": 1', 'line 1, column 8: expected a comma or a closing brace (got the end)'],
  ['[1]\n[2]', "line 2, column 1: expected the end of the text (got '[')"],
  ['["a\nb"]', 'line 1, column 4: expected a closing quote, or an escape in place of the control character'],
  ['["a', 'line 1, column 4: expected a closing quote (got the end)'],
  ['["\\x41"]', "line 1, column 3: expected a JSON escape (\\n, \\\", \\u0041) (got '\\')"],
  ['', 'line 1, column 1: expected a value (got the end)'],
  ['[1] 😀', "line 1, column 5: expected the end of the text (got '😀')"]
])('names the place where %j is not JSON', (text, words) => {
  expect(() => JSON.parse(text)).toThrow(SyntaxError)
  expect(describeJsonFault(text)).toBe(words)
})

test('counts lines from the given first line, and reads deep nesting', () => {
  expect(describeJsonFault('{', 7)).toMatch(/^line 7, column 2: /)
  expect(describeJsonFault('['.repeat(200_000))).toMatch(/^line 1, column 200001: /)
})

test('finds a fault in every text that JSON.parse rejects', () => {
  const whole = '{"a": [1, -2.5e3, true, null, "x\\u0041\\n"], "b": {"c": {}, "d": []}}'
  const isJson = (text: string): boolean => {
    try {
      JSON.parse(text)
      return true
    } catch {
      return false
    }
  }
  const damaged = Array.from(whole, (_, at) => [
    whole.slice(0, at),
    whole.slice(0, at) + whole.slice(at + 1),
    `${whole.slice(0, at)}#${whole.slice(at)}`
  ]).flat()
  for (const text of damaged.filter(each => !isJson(each)))
    expect(describeJsonFault(text), text).toMatch(
      /^line 1, column \d+: expected (?!the end of the text \(got the end)/
    )
})
