import { lexicon } from './generated/lexicon.ts'
import { boosters, negations, phraseStarts } from './modifiers.ts'

/** What the rules need to know about a word. */
export interface WordKind {
  /** Of an entry of the lexicon, -4 to 4; otherwise 0. */
  readonly valence: number
  readonly isInLexicon: boolean
  /** What a degree adverb adds to the words after it. 0: it is none. */
  readonly boost: number
  readonly isNegation: boolean
  /** Whether a phrase of modifiers.ts begins with it. */
  readonly startsPhrase: boolean
}

const plain: WordKind = { valence: 0, isInLexicon: false, boost: 0, isNegation: false, startsPhrase: false }
let kinds: ReadonlyMap<string, WordKind> | undefined

/** The kind of a word in lower case. The first call reads the lexicon: a service that scores no text keeps no table of it. */
export function findKind(word: string): WordKind {
  kinds ??= readKinds()
  return kinds.get(word) ?? plain
}

function readKinds(): ReadonlyMap<string, WordKind> {
  const found = new Map<string, WordKind>()
  const add = (word: string, change: Partial<WordKind>) =>
    found.set(word, { ...(found.get(word) ?? plain), ...change })
  for (const line of lexicon.split('\n')) {
    const [tenths, ...words] = line.split(' ')
    const valence = Number(tenths) / 10
    for (const word of words) add(word, { valence, isInLexicon: true })
  }
  for (const [word, boost] of boosters) add(word, { boost })
  for (const word of negations) add(word, { isNegation: true })
  for (const word of phraseStarts) add(word, { startsPhrase: true })
  return found
}
