import { expect, test } from 'vitest'
import { hashNgrams, locateNgrams, maxNgrams } from '../../../learners/text/hashed-ngrams.ts'
import { Letters } from '../../../learners/text/letters.ts'
import { readLetters } from './read-letters.ts'

const options = { maxLength: 3, minWordLetters: 4, bucketCount: 100_000 }

function hash(text: string, given = options) {
  const letters = new Letters()
  letters.read(text)
  const buckets = new Uint32Array(maxNgrams(letters.length, given))
  const count = hashNgrams(letters.codes, 0, letters.length - 1, given, buckets)
  return [...buckets.subarray(0, count)]
}

function list(text: string) {
  const letters = new Letters()
  letters.read(text)
  const shown = [...readLetters(text)]
  const all = Array.from({ length: maxNgrams(letters.length, options) }, (_, index) => index)
  return locateNgrams(letters.codes, 0, letters.length - 1, options, all).map(([first, last]) =>
    shown.slice(first, last + 1).join('')
  )
}

test('lists n-grams within words and their edges, and long words', () => {
  expect(list('ab')).toEqual(['|a', '|ab', 'a', 'ab', 'ab|', 'b', 'b|'])
  expect(list('a b')).toEqual(['|a', '|a|', 'a', 'a|', '|b', '|b|', 'b', 'b|'])
  expect(list('abcd')).toContain('|abcd|')
  expect(list('abc')).not.toContain('|abc|')
})

test('gives one bucket to each n-gram, the same for the same n-gram', () => {
  for (const text of ['ab', 'the weather is nice', 'a b', 'straße 東京 мир', '']) {
    const buckets = hash(text)
    const ngrams = list(text)
    expect(buckets).toHaveLength(ngrams.length)
    expect(new Set(buckets).size).toBe(new Set(ngrams).size)
    for (const bucket of buckets) expect(bucket).toBeLessThan(options.bucketCount)
  }
})

test('never changes its hash, on which model versions depend', () => {
  expect(hash('ab')).toMatchInlineSnapshot(`
    [
      45917,
      42480,
      82457,
      82293,
      46415,
      54135,
      10033,
    ]
  `)
  expect(hash('word', { maxLength: 1, minWordLetters: 4, bucketCount: 2 ** 18 })).toMatchInlineSnapshot(`
    [
      38849,
      127994,
      45439,
      25596,
      21923,
    ]
  `)
})

test('continues after a count, so that the parts of a text make the whole', () => {
  const letters = new Letters()
  letters.read('one two three')
  const buckets = new Uint32Array(maxNgrams(letters.length, options))
  const first = hashNgrams(letters.codes, 0, 4, options, buckets)
  const count = hashNgrams(letters.codes, 4, letters.length - 1, options, buckets, first)
  expect([...buckets.subarray(0, count)]).toEqual(hash('one two three'))
})
