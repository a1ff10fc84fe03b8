import { WORD_EDGE } from '../../learners/text/letters.ts'
import type { Span } from './answer.ts'
import type { BestModel } from './best-model.ts'
import type { Scorer } from './scorer.ts'

/** So much must speak for another language before a span ends: a logarithm of odds, in units of single n-grams. */
const SWITCH_COST = 100
const MIN_WORDS = 4

/**
 * The parts of the last text that are in different languages: the most likely sequence of languages of its words, where each
 * switch has a cost (Viterbi). Null: it is in one language. Cost O(words x classes).
 */
export function findSpans(model: BestModel, scorer: Scorer, text: string): readonly Span[] | null {
  const { languages, biases } = model
  const edges = listEdges(scorer.letters.codes, scorer.letters.length)
  const words = edges.length - 1
  if (words < MIN_WORDS) return null
  const classes = languages.length
  const best = new Float64Array(classes)
  const cameFrom = new Uint16Array(words * classes)
  for (let word = 0; word < words; word++) {
    const top = indexOfMax(best)
    const threshold = best[top] - SWITCH_COST
    const scores = scorer.score(edges[word], edges[word + 1])
    for (let c = 0; c < classes; c++) {
      const isSwitch = best[c] < threshold
      cameFrom[word * classes + c] = isSwitch ? top : c
      best[c] = (isSwitch ? threshold : best[c]) + scores[c] + biases[c]
    }
  }
  const path = new Array<string>(words)
  let current = indexOfMax(best)
  for (let word = words - 1; word >= 0; word--) {
    path[word] = languages[current]
    current = cameFrom[word * classes + current]
  }
  return path.every(language => language === path[0]) ? null : toSpans(path, edges, scorer, text)
}

function listEdges(codes: Uint32Array, length: number): readonly number[] {
  const edges: number[] = []
  for (let at = 0; at < length; at++) if (codes[at] === WORD_EDGE) edges.push(at)
  return edges
}

function toSpans(
  path: readonly string[],
  edges: readonly number[],
  { letters }: Scorer,
  text: string
): readonly Span[] {
  const spans: Span[] = []
  const positions = countCodePoints(text)
  for (let word = 0; word < path.length; word++) {
    const start = positions[letters.offsets[edges[word] + 1]]
    const end = positions[letters.offsets[edges[word + 1]]]
    const last = spans.at(-1)
    if (last?.language === path[word]) spans[spans.length - 1] = { ...last, end }
    else spans.push({ language: path[word], start, end })
  }
  return spans
}

/** The number of code points before each UTF-16 unit, and before the end. */
function countCodePoints(text: string): Uint32Array {
  const positions = new Uint32Array(text.length + 1)
  let count = 0
  let at = 0
  for (const character of text) {
    for (let unit = 0; unit < character.length; unit++) positions[at++] = count
    count++
  }
  positions[at] = count
  return positions
}

function indexOfMax(values: Float64Array): number {
  let found = 0
  for (let index = 1; index < values.length; index++) if (values[index] > values[found]) found = index
  return found
}
