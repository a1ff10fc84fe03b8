import { scoreText } from '../../predictors/sentiment/vader/score-text.ts'
import { drawTexts } from '../../test/predictors/sentiment/golden/draw-texts.ts'
import {
  hasRatedTexts,
  ratedSets,
  readRatedTexts
} from '../../test/predictors/sentiment/golden/rated-texts.ts'
import { startReference } from '../references/start-reference.ts'
import { type BenchResult, judge, median } from '../result.ts'

interface ReferenceAnswer {
  /** Compound, positive, neutral and negative share of each text. */
  readonly scores: readonly (readonly number[])[]
  readonly processorSeconds: number
}

/** VADER against the Python package, on the rated texts of ../shared if they are there, otherwise on drawn texts. */
export async function measureSentiment(log: (line: string) => void): Promise<readonly BenchResult[]> {
  if (!hasRatedTexts()) log('sentiment: ../shared is not there, so the texts are drawn')
  const texts = hasRatedTexts()
    ? ratedSets.flatMap(readRatedTexts).map(({ text }) => text)
    : drawTexts(1, 20_000)
  const reference = startReference('vader.py', 'vader.txt', log)
  const { scores, processorSeconds } = await reference.ask<ReferenceAnswer>({ texts })
  await reference.close()
  const differences = texts.map((text, index) => {
    const { compound, positive, neutral, negative } = scoreText(text)
    const own = [compound, positive, neutral, negative]
    return Math.max(...own.map((value, place) => Math.abs(value - scores[index]![place]!)))
  })
  const maxDifference = differences.reduce((max, difference) => Math.max(max, difference), 0)
  return [
    judge({ name: 'sentiment.maxDifference', value: maxDifference, unit: '' }, '<= 0.00005'),
    judge(
      {
        name: 'sentiment.rowsPerSecond',
        value: measureRate(texts),
        unit: 'texts a second of processor time',
        reference: 'vaderSentiment 3.3.2',
        referenceValue: Math.round(texts.length / processorSeconds)
      },
      '>= 100000'
    )
  ]
}

/** The median of five rounds after two to warm up, by processor time, which other work disturbs less than the clock. */
function measureRate(texts: readonly string[]): number {
  const rates = Array.from({ length: 7 }, () => {
    const used = process.cpuUsage()
    for (const text of texts) scoreText(text)
    const { user, system } = process.cpuUsage(used)
    return (texts.length / (user + system)) * 1e6
  })
  return median(rates.slice(2))
}
