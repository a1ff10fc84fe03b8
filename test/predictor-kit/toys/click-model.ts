import type { Json, Losses, Part, PartResult, Samples } from '../../../predictors/predictor.ts'

/** What one visitor was shown. */
export interface Impression {
  readonly device: 'desktop' | 'phone'
  readonly words: readonly string[]
}
export interface ClickSample extends Impression {
  readonly clicked: boolean
}
/** The log odds of a click: `base`, and what each word adds. */
export interface ClickModel {
  readonly base: number
  readonly words: Readonly<Record<string, number>>
}

/** How often something was shown, and how often clicked. */
interface Counts {
  readonly shown: number
  readonly clicked: number
}

export function clickProbability(model: ClickModel, { words }: Impression): number {
  const logOdds = words.reduce((sum, word) => sum + (model.words[word] ?? 0), model.base)
  return 1 / (1 + Math.exp(-logOdds))
}

/** One part for each word. */
export function planParts(samples: Samples<ClickSample>): readonly Part[] {
  const words = new Set(samples.flatMap(({ sample }) => sample.words))
  return [...words].sort().map((word, index) => ({ index, word }))
}

export function countWord(samples: Samples<ClickSample>, part: Part): PartResult {
  const own = samples.filter(({ sample }) => sample.words.some(word => word === part.word))
  return { index: part.index, word: part.word, ...count(own) }
}

export function combineCounts(samples: Samples<ClickSample>, parts: readonly PartResult[]): ClickModel {
  const base = logOdds(count(samples))
  const words = parts
    .toSorted((a, b) => a.index - b.index)
    .map(part => [part.word, logOdds(readCounts(part)) - base])
  return { base, words: Object.fromEntries(words) }
}

/** The number to add to the log odds of every impression, so that clicks are as frequent as they were. Null: too few. */
export function learnShift(model: ClickModel, recent: Samples<ClickSample>): Json | null {
  if (recent.length < 20) return null
  const expected = recent.reduce((sum, { sample }) => sum + clickProbability(model, sample), 0)
  return { shift: logOdds(count(recent)) - logOdds({ shown: recent.length, clicked: expected }) }
}

export function applyShift(model: ClickModel, calibration: Json): ClickModel {
  const { shift }: { readonly shift?: unknown } = Object(calibration)
  if (typeof shift !== 'number') throw new TypeError('not a calibration of clicks: shift must be a number')
  return { ...model, base: model.base + shift }
}

/** Squared error of a probability. */
export function squaredErrors(
  samples: Samples<ClickSample>,
  predict: (sample: ClickSample) => number
): Losses {
  return {
    groups: samples.map(({ group }) => group),
    slices: samples.map(({ sample }) => sample.device),
    values: Float64Array.from(samples, ({ sample }) => (predict(sample) - Number(sample.clicked)) ** 2)
  }
}

/** The share of clicks among all samples, and among those of each device. */
export function clickBaselines(training: Samples<ClickSample>, samples: Samples<ClickSample>) {
  const byDevice = Map.groupBy(training, ({ sample }) => sample.device)
  const share = (of: Samples<ClickSample>) => {
    const { shown, clicked } = count(of)
    return (clicked + 1) / (shown + 2)
  }
  return {
    constant: squaredErrors(samples, () => share(training)),
    device: squaredErrors(samples, ({ device }) => share(byDevice.get(device) ?? []))
  }
}

export function decodeClickModel(bytes: Uint8Array): ClickModel {
  const model = parse(bytes)
  if (!isClickModel(model)) throw new TypeError('not a click model: base and words must be numbers')
  return model
}

function count(samples: Samples<ClickSample>): Counts {
  return { shown: samples.length, clicked: samples.filter(({ sample }) => sample.clicked).length }
}

function logOdds({ shown, clicked }: Counts): number {
  return Math.log((clicked + 1) / (shown - clicked + 1))
}

function readCounts({ shown, clicked }: PartResult): Counts {
  return { shown: Number(shown), clicked: Number(clicked) }
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (cause) {
    throw new TypeError('not JSON', { cause })
  }
}

function isClickModel(value: unknown): value is ClickModel {
  const { base, words } = Object(value) as { base?: unknown; words?: unknown }
  return typeof base === 'number' && Object.values(Object(words)).every(each => typeof each === 'number')
}
