import type { ErrorObject } from 'ajv'
import { expect, test } from 'vitest'
import { describeReason, describeValue } from '../../api/http/fault-reasons.ts'
import { describeFaults } from '../../api/http/faults.ts'

const error = (keyword: string, params: object, data: unknown = '') =>
  ({ keyword, params, data, instancePath: '', schemaPath: `#/${keyword}` }) as ErrorObject
const describe = (keyword: string, params: object, data: unknown) =>
  describeReason(error(keyword, params, data), [], false)

test.each([
  ['minLength', 1, '', 'must not be empty (got "")'],
  ['minLength', 2, 'a', 'must have at least 2 characters (got "a")'],
  ['maxLength', 1, 'ab', 'must have at most 1 character (got "ab")'],
  ['maxLength', 0, 'ab', 'must have at most 0 characters (got "ab")'],
  ['minItems', 1, [], 'must not be empty (got a list of 0 items)'],
  ['minItems', 2, [1], 'must have at least 2 items (got a list of 1 item)'],
  ['maxItems', 1, [1, 2], 'must have at most 1 item (got a list of 2 items)'],
  ['minProperties', 1, {}, 'must not be empty (got an object)'],
  ['minProperties', 2, {}, 'must have at least 2 fields (got an object)'],
  ['maxProperties', 1, {}, 'must have at most 1 field (got an object)']
])('describes %s of %d in plain words', (keyword, limit, data, expected) => {
  expect(describe(keyword, { limit }, data)).toBe(expected)
})

test('distinguishes an unknown parameter from an unknown field', () => {
  for (const keyword of ['additionalProperties', 'unevaluatedProperties']) {
    const unknown = error(keyword, { additionalProperty: 'x', unevaluatedProperty: 'x' })
    expect(describeReason(unknown, [], true)).toBe('is not a parameter of this operation: omit it')
    expect(describeReason(unknown, [], false)).toBe('is not a field of this object: omit it')
    expect(describeFaults([unknown], null)).toMatchObject([{ field: 'x', isUnknown: true }])
    expect(describeFaults([unknown], '')).toMatchObject([{ field: '/x', isUnknown: true }])
  }
})

test('shortens values, and shows lists and objects only by their type', () => {
  expect([undefined, null, 1.5, 'a', [1], { a: 1 }].map(describeValue)).toEqual([
    'nothing',
    'null',
    '1.5',
    '"a"',
    'a list of 1 item',
    'an object'
  ])
  expect(describeValue('x'.repeat(58))).toBe(`"${'x'.repeat(58)}"`)
  expect(describeValue('x'.repeat(100))).toBe(`"${'x'.repeat(59)}"..., 100 characters`)
})

test('describes one fault for each field, with all allowed forms of a value', () => {
  const at = (keyword: string, params: object, schemaPath: string) => ({
    ...error(keyword, params, true),
    schemaPath
  })
  const faults = describeFaults(
    [
      at('type', { type: 'string' }, '#/anyOf/0/type'),
      at('type', { type: 'null' }, '#/anyOf/1/type'),
      at('anyOf', {}, '#/anyOf'),
      at('if', {}, '#/if')
    ],
    '/a'
  )
  expect(faults).toEqual([
    { field: '/a', reason: 'must be a string, or be null (got true)', isUnknown: false }
  ])
})
