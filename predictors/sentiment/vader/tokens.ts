import { findKind, type WordKind } from './vocabulary.ts'

/** A word or an emoticon of a text. */
export interface Token {
  /** As it was written, without the punctuation around it. */
  readonly word: string
  readonly lower: string
  /** Whether it has capitals and no small letters. */
  readonly isUpper: boolean
  readonly kind: WordKind
}

const SPACE = 1
const UPPER = 2
const LOWER = 4
const PUNCTUATION = 8
const WIDE = 16

/** The class of each ASCII code. */
const classes = Uint8Array.from({ length: 128 }, (_, code) => {
  const unit = String.fromCharCode(code)
  // Python also splits at the separators 28 to 31.
  if (/\s/.test(unit) || (code >= 28 && code <= 31)) return SPACE
  if (/[A-Z]/.test(unit)) return UPPER
  if (/[a-z]/.test(unit)) return LOWER
  return /[!-/:-@[-`{-~]/.test(unit) ? PUNCTUATION : 0
})
const NEXT_LINE = 0x85

/** Splits a text at white space, as Python's str.split, and removes the punctuation around words but not around emoticons. */
export function tokenize(text: string): readonly Token[] {
  const tokens: Token[] = []
  let start = 0
  let seen = 0
  for (let position = 0; position <= text.length; position++) {
    const found = position === text.length ? SPACE : classify(text, position)
    if (found !== SPACE) {
      seen |= found
      continue
    }
    if (position > start) tokens.push(readToken(text, start, position, seen))
    start = position + 1
    seen = 0
  }
  return tokens
}

function classify(text: string, position: number): number {
  const unit = text.charCodeAt(position)
  return unit < 128 ? classes[unit]! : isWideSpace(unit) ? SPACE : WIDE
}

/** White space of Python's str.split beyond ASCII: that of \s, with the next line and without the byte order mark. */
function isWideSpace(unit: number): boolean {
  if (unit === NEXT_LINE) return true
  const mayBe = unit === 0xa0 || unit === 0x1680 || (unit >= 0x2000 && unit <= 0x3000)
  return mayBe && /\s/.test(String.fromCharCode(unit))
}

function readToken(text: string, start: number, end: number, seen: number): Token {
  let from = start
  let to = end
  if (seen & PUNCTUATION) {
    while (from < to && isPunctuation(text, from)) from++
    while (to > from && isPunctuation(text, to - 1)) to--
  }
  const isEmoticon = hasAtMostTwoCharacters(text, from, to)
  const word = isEmoticon ? text.slice(start, end) : text.slice(from, to)
  const lower = seen & (UPPER | WIDE) ? word.toLowerCase() : word
  return { word, lower, isUpper: isAllCapitals(word, seen), kind: findKind(lower) }
}

function isPunctuation(text: string, position: number): boolean {
  return classes[text.charCodeAt(position)] === PUNCTUATION
}

/** Characters are code points, as in Python. */
function hasAtMostTwoCharacters(text: string, from: number, to: number): boolean {
  const units = to - from
  return units <= 2 || (units <= 4 && [...text.slice(from, to)].length <= 2)
}

function isAllCapitals(word: string, seen: number): boolean {
  if (seen & LOWER) return false
  if (!(seen & WIDE)) return (seen & UPPER) !== 0
  return /\p{Uppercase}/u.test(word) && !/[\p{Lowercase}\p{Lt}]/u.test(word)
}
