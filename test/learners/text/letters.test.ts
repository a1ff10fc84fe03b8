import { expect, test } from 'vitest'
import { Letters } from '../../../learners/text/letters.ts'
import { readLetters } from './read-letters.ts'

test('reads lower-case letters with an edge between words and at both ends', () => {
  expect(readLetters("It's 5 o'clock, ÉTÉ!")).toBe('|it|s|o|clock|été|')
  expect(readLetters('')).toBe('|')
  expect(readLetters('12 🙂 …')).toBe('|')
})

test.each([
  ['lone surrogates', 'a\ud800b\udc00c', '|a|b|c|'],
  ['NUL', 'a\0b', '|a|b|'],
  ['marks of direction', '\u200fשלום\u200e \u202babc\u202c', '|שלום|abc|'],
  ['soft hyphens', 'ta\u00adble', '|table|'],
  ['vowel points of Hebrew and Arabic', 'שָׁלוֹם مُحَمَّد', '|שלום|محمد|'],
  ['addresses and names of accounts', 'see https://example.org/a?b=c @some_one now', '|see|now|'],
  ['letters outside the basic plane', '𐐀𐐁', '|𐐨𐐩|']
])('reads a text with %s', (_, text, letters) => {
  expect(readLetters(text)).toBe(letters)
})

test('reads composed and decomposed letters in the same way', () => {
  for (const text of ['Việt Nam được', 'Ångström', '한국어', 'čeština'])
    expect(readLetters(text.normalize('NFD'))).toBe(readLetters(text))
})

test('reads the Turkish capital I with a dot as i, and Romanian commas as cedillas', () => {
  expect(readLetters('İSTANBUL')).toBe('|istanbul|')
  expect(readLetters('i\u0307stanbul')).toBe('|istanbul|')
  expect(readLetters('și')).toBe(readLetters('şi'))
})

test('knows where each letter is in the text', () => {
  const letters = new Letters()
  const text = '🙂 no. 7 dé'
  letters.read(text)
  expect([...letters.offsets.subarray(0, letters.length)]).toEqual([0, 3, 4, 5, 9, 10, 11])
})
