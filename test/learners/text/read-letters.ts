import { Letters, WORD_EDGE } from '../../../learners/text/letters.ts'

/** The letters of a text, with | for the edges of words. */
export function readLetters(text: string): string {
  const letters = new Letters()
  letters.read(text)
  return Array.from(letters.codes.subarray(0, letters.length), code =>
    code === WORD_EDGE ? '|' : String.fromCodePoint(code)
  ).join('')
}
