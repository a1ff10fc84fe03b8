import { Letters, WORD_EDGE } from '../../learners/text/letters.ts'

/** The features by which a drift of the inputs is seen. */
export const featureNames = ['letters', 'words', 'lettersPerWord', 'latin', 'cyrillic', 'arabic', 'other']

const letters = new Letters()

/** One row in the order of featureNames: counts, and the shares of scripts. */
export function featuresOf(text: string): readonly number[] {
  letters.read(text)
  const { codes, length } = letters
  const counts = { letters: 0, latin: 0, cyrillic: 0, arabic: 0 }
  for (let at = 0; at < length; at++) {
    const code = codes[at]
    if (code === WORD_EDGE) continue
    counts.letters++
    if (code < 0x250 || (code >= 0x1e00 && code < 0x1f00)) counts.latin++
    else if (code >= 0x400 && code < 0x530) counts.cyrillic++
    else if (code >= 0x600 && code < 0x700) counts.arabic++
  }
  const words = Math.max(length - counts.letters - 1, 0)
  const all = Math.max(counts.letters, 1)
  const known = counts.latin + counts.cyrillic + counts.arabic
  return [
    counts.letters,
    words,
    counts.letters / Math.max(words, 1),
    counts.latin / all,
    counts.cyrillic / all,
    counts.arabic / all,
    (counts.letters - known) / all
  ]
}

/** The number of letters of a text. */
export function countLetters(text: string): number {
  return featuresOf(text)[0]
}
