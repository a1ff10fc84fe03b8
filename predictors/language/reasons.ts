import { locateNgrams } from '../../learners/text/hashed-ngrams.ts'
import { WORD_EDGE } from '../../learners/text/letters.ts'
import type { Reason } from './answer.ts'
import type { BestModel } from './best-model.ts'
import type { Scorer } from './scorer.ts'

const MAX_REASONS = 5

/** The n-grams of the last text, which the scorer has scored as a whole, that speak most for a class against another one. */
export function explain(model: BestModel, scorer: Scorer, winner: number, other: number): readonly Reason[] {
  const { ngrams, scale, sharpness, offsets } = model
  const { count, letters } = scorer
  const differences = scorer.differences(winner, other)
  const places = findLargest(differences, scorer.buckets)
  const wanted = places.toSorted((a, b) => a - b)
  const located = locateNgrams(letters.codes, 0, letters.length - 1, ngrams, wanted)
  const factor = sharpness / Math.sqrt(Math.max(count, 1))
  const offset = offsets[winner] - offsets[other]
  return places.map(place => {
    const [first, last] = located[wanted.indexOf(place)]
    return {
      title: write(letters.codes, first, last),
      factor: Math.exp(factor * (scale * differences[place] - offset))
    }
  })
}

/** The places of the largest positive differences, largest first, each bucket once. */
function findLargest(differences: Int16Array, buckets: Uint32Array): readonly number[] {
  const places: number[] = []
  let least = 0
  for (let at = 0; at < differences.length; at++) {
    if (differences[at] <= least) continue
    let rank = 0
    while (
      rank < places.length &&
      differences[places[rank]] >= differences[at] &&
      buckets[places[rank]] !== buckets[at]
    )
      rank++
    // The same bucket has the same difference, so it is among those before.
    if (rank < places.length && buckets[places[rank]] === buckets[at]) continue
    for (let next = Math.min(places.length, MAX_REASONS - 1); next > rank; next--)
      places[next] = places[next - 1]
    places[rank] = at
    if (places.length === MAX_REASONS) least = differences[places[MAX_REASONS - 1]]
  }
  return places
}

function write(codes: Uint32Array, first: number, last: number): string {
  let text = ''
  for (let at = first; at <= last; at++)
    text += codes[at] === WORD_EDGE ? '_' : String.fromCodePoint(codes[at])
  return text
}
