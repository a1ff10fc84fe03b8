import { countLetters } from './text-features.ts'
import type { TextInput } from './text-input.ts'

/** Texts by their number of letters: a short text is harder. */
export function sliceOf({ text }: TextInput): string {
  const letters = countLetters(text)
  if (letters <= 20) return 'up to 20 letters'
  return letters <= 60 ? '21 to 60 letters' : 'more than 60 letters'
}
