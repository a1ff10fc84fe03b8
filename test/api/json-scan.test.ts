import { expect, test } from 'vitest'
import { scanJson } from '../../api/http/json-scan.ts'

const scan = (text: string, depth = 8) => scanJson(Buffer.from(text), depth)

test('finds a duplicate key at any depth and in any spelling', () => {
  expect(scan('{"a":1,"b":2,"a":3}').fault).toEqual({
    field: '/a',
    reason: 'is a duplicate field: send it once'
  })
  expect(scan('{"events":[{"time":1},{"time":2,"\\u0074ime":3}]}').fault?.field).toBe('/events/1/time')
  expect(scan('{"a/b":{"~":[0,{"x":1,"x":1}]}}').fault?.field).toBe('/a~1b/~0/1/x')
  const many = Array.from({ length: 500 }, (_, i) => `"k${i}":0`).join(',')
  expect(scan(`{${many}}`).fault).toBeNull()
  expect(scan(`{${many},"k77":0}`).fault?.field).toBe('/k77')
  const tooMany = Array.from({ length: 10_001 }, (_, i) => `"k${i}":0`).join(',')
  expect(scan(`{"x":{${tooMany}}}`).fault).toEqual({
    field: '/x',
    reason: 'has more than 10000 fields: send fewer'
  })
})

test('accepts the same key in different objects and as a value', () => {
  expect(scan('[{"a":"a"},{"a":{"a":["a","a"]}}]').fault).toBeNull()
  expect(scan('{"a":"\\"a\\":","b":"a"}').fault).toBeNull()
})

test('rejects __proto__ only as a key', () => {
  expect(scan('{"x":{"__proto__":1}}').fault?.field).toBe('/x/__proto__')
  expect(scan('{"x":{"__pr\\u006fto__":1}}').fault?.field).toBe('/x/__proto__')
  expect(scan('{"x":"__proto__"}').fault).toBeNull()
})

test('rejects nesting only beyond the maximum depth', () => {
  expect(scan('['.repeat(8) + ']'.repeat(8)).fault).toBeNull()
  expect(scan('['.repeat(9) + ']'.repeat(9)).fault?.reason).toBe('is nested deeper than 8 levels')
  expect(scan(`${'{"a":'.repeat(9)}1${'}'.repeat(9)}`).fault?.field).toBe('/a'.repeat(8))
})

test('rejects megabytes of brackets at the first one beyond the maximum depth', () => {
  const bytes = Buffer.from('['.repeat(10_000_000))
  const start = performance.now()
  expect(scanJson(bytes, 32).fault).not.toBeNull()
  expect(performance.now() - start).toBeLessThan(50)
})

test('finds the position of each value in the text', () => {
  const text = ' { "a" : 1.5 , "b":{"c":[1,2]} ,"d":"x,}" } '
  const found = scan(text).members.map(({ name, start, end }) => [name, JSON.parse(text.slice(start, end))])
  expect(found).toEqual([
    ['a', 1.5],
    ['b', { c: [1, 2] }],
    ['d', 'x,}']
  ])
})

test('never throws for text that is not JSON', () => {
  for (const text of [
    '',
    '}',
    ']]',
    '{"',
    '{"a',
    '"\\',
    '{"a":"\\',
    ',,',
    '{,"a":,}',
    '{"\\x":1,"\\x":1}',
    '\u0000'
  ])
    expect(() => scan(text)).not.toThrow()
})
