/** The scores of a text's classes as they would be if it had not been learned, and its class. */
export interface Scored {
  readonly label: number
  readonly scores: Float64Array
}

const MIN_PRECISION = 0.99
const STEPS = 40

/**
 * What makes probabilities of scores: the factor with the smallest log loss, and the smallest probability from which on at least
 * 99 % of the texts had the most likely language (above 1 if there is none).
 */
export function calibrate(
  scored: readonly Scored[],
  languages: readonly string[]
): { readonly sharpness: number; readonly reliableFrom: number } {
  const sharpness = findSharpness(scored)
  const answers = scored
    .map(({ label, scores }) => {
      const winner = indexOfMax(scores)
      const share = Math.exp(logShare(scores, winner, sharpness))
      return { share, isRight: languages[winner] === languages[label] }
    })
    .sort((a, b) => b.share - a.share)
  let reliableFrom = 2
  let right = 0
  answers.forEach(({ share, isRight }, index) => {
    if (isRight) right++
    if (right >= MIN_PRECISION * (index + 1)) reliableFrom = share
  })
  return { sharpness, reliableFrom }
}

/** Golden-section search of the logarithm, from 1/1000 to 1000. */
function findSharpness(scored: readonly Scored[]): number {
  const lossOf = (log: number) =>
    scored.reduce((sum, { label, scores }) => sum - logShare(scores, label, Math.exp(log)), 0)
  const ratio = (Math.sqrt(5) - 1) / 2
  let low = Math.log(1e-3)
  let high = Math.log(1e3)
  let left = high - ratio * (high - low)
  let right = low + ratio * (high - low)
  let leftLoss = lossOf(left)
  let rightLoss = lossOf(right)
  for (let step = 0; step < STEPS; step++)
    if (leftLoss <= rightLoss) {
      high = right
      right = left
      rightLoss = leftLoss
      left = high - ratio * (high - low)
      leftLoss = lossOf(left)
    } else {
      low = left
      left = right
      leftLoss = rightLoss
      right = low + ratio * (high - low)
      rightLoss = lossOf(right)
    }
  return Math.exp((low + high) / 2)
}

/** The logarithm of the probability of a class. */
function logShare(scores: Float64Array, label: number, sharpness: number): number {
  const max = scores[indexOfMax(scores)]
  let total = 0
  for (const score of scores) total += Math.exp(sharpness * (score - max))
  return sharpness * (scores[label] - max) - Math.log(total)
}

function indexOfMax(values: Float64Array): number {
  let found = 0
  for (let index = 1; index < values.length; index++) if (values[index] > values[found]) found = index
  return found
}
