import { expect, test } from 'vitest'
import { errorCodeOf, toError } from '../../ports/to-error.ts'

test('keeps an error and wraps any other thrown value with its text', () => {
  const error = new TypeError('wrong')
  expect(toError(error)).toBe(error)
  expect(toError('text')).toEqual(new Error('text'))
  expect(toError(undefined)).toEqual(new Error('undefined'))
})

test('reads the code of a thrown value only where it is a text', () => {
  expect(errorCodeOf(Object.assign(new Error('none'), { code: 'ENOENT' }))).toBe('ENOENT')
  expect(errorCodeOf({ code: '40001' })).toBe('40001')
  for (const value of [new Error('none'), { code: 5 }, null, undefined, 'ENOENT'])
    expect(errorCodeOf(value)).toBeUndefined()
})
