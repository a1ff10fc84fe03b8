import { Random } from '../../../learners/random.ts'
import type { ClickSample } from './click-model.ts'

/** What each word adds to the log odds of a click. */
const weights: Readonly<Record<string, number>> = {
  free: 4,
  offer: 3,
  today: 1,
  news: 0,
  report: -1,
  terms: -3,
  invoice: -4
}

/** The same impressions for the same seed, with what the visitors did. */
export function drawImpressions(seed: number, count: number): readonly ClickSample[] {
  const random = new Random(seed)
  const names = Object.keys(weights)
  return Array.from({ length: count }, () => {
    const device = random.uniform() < 0.5 ? 'phone' : 'desktop'
    const words = names.filter(() => random.uniform() < 0.4)
    const logOdds = words.reduce((sum, word) => sum + (weights[word] ?? 0), device === 'phone' ? 0.2 : -0.2)
    const clicked = words.length > 0 && random.uniform() < 1 / (1 + Math.exp(-logOdds))
    return { device, words, clicked }
  })
}
