import { Random } from '../../../learners/random.ts'
import type { Losses, Part, PartResult, Samples } from '../../../predictors/predictor.ts'

export const species = ['setosa', 'versicolor', 'virginica'] as const
export type Species = (typeof species)[number]

export interface Flower {
  readonly petalLength: number
  readonly petalWidth: number
}
export interface FlowerSample extends Flower {
  readonly species: Species
}
/** The mean petal length and width of each species, in the order of `species`. */
export interface FlowerModel {
  readonly centers: readonly (readonly number[])[]
}

/** What answers before there is a version: no more than an order of size. */
export const builtIn: FlowerModel = {
  centers: [
    [2, 1],
    [3, 1],
    [4, 1]
  ]
}

const truth: Readonly<Record<Species, readonly [number, number]>> = {
  setosa: [1.5, 0.3],
  versicolor: [4.2, 1.3],
  virginica: [5.6, 2.1]
}

/** The same flowers for the same seed. */
export function drawFlowers(seed: number, count: number): readonly FlowerSample[] {
  const random = new Random(seed)
  const spread = () => random.uniform() + random.uniform() - 1
  return Array.from({ length: count }, (_, index) => {
    const name = species[index % species.length] ?? 'setosa'
    const [length, width] = truth[name]
    return { petalLength: length + spread(), petalWidth: width + spread() / 4, species: name }
  })
}

export function meanOfSpecies(samples: Samples<FlowerSample>, { index, name }: Part): PartResult {
  const own = samples.filter(({ sample }) => sample.species === name)
  const mean = (read: (flower: Flower) => number) =>
    own.reduce((sum, { sample }) => sum + read(sample) / own.length, 0)
  return { index, center: [mean(each => each.petalLength), mean(each => each.petalWidth)] }
}

/** The nearer a center, the larger the share of its species; they add up to 1. */
export function findShares(squaredDistances: readonly number[]): readonly number[] {
  const nearest = Math.min(...squaredDistances)
  const weights = squaredDistances.map(distance => Math.exp(nearest - distance))
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  return weights.map(weight => weight / total)
}

export function squaredDistance(center: readonly number[], point: readonly number[]): number {
  return center.reduce((sum, value, index) => sum + (value - (point[index] ?? 0)) ** 2, 0)
}

/** One minus the share that was given to the species it is. */
export function missedShares(
  samples: Samples<FlowerSample>,
  predict: (sample: FlowerSample) => readonly number[]
): Losses {
  return {
    groups: samples.map(({ group }) => group),
    slices: samples.map(() => 'all'),
    values: Float64Array.from(
      samples,
      ({ sample }) => 1 - (predict(sample)[species.indexOf(sample.species)] ?? 0)
    )
  }
}

/** The shares of the species among all flowers, and among those of about this petal length. */
export function flowerBaselines(training: Samples<FlowerSample>, samples: Samples<FlowerSample>) {
  const sharesAmong = (own: Samples<FlowerSample>) =>
    species.map(name => {
      const count = own.filter(({ sample }) => sample.species === name).length
      return (count + 1) / (own.length + species.length)
    })
  const bin = ({ petalLength }: Flower) => Math.round(petalLength / 4)
  const byLength = Map.groupBy(training, ({ sample }) => bin(sample))
  const constant = sharesAmong(training)
  return {
    constant: missedShares(samples, () => constant),
    length: missedShares(samples, sample => sharesAmong(byLength.get(bin(sample)) ?? []))
  }
}

export function decodeFlowerModel(bytes: Uint8Array): FlowerModel {
  const model = parse(bytes)
  if (!isFlowerModel(model)) throw new TypeError(`not a flower model: it must have ${species.length} centers`)
  return model
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (cause) {
    throw new TypeError('not JSON', { cause })
  }
}

function isFlowerModel(value: unknown): value is FlowerModel {
  const { centers } = Object(value) as { centers?: unknown }
  const isCenter = (center: unknown) =>
    Array.isArray(center) && center.length === 2 && center.every(Number.isFinite)
  return Array.isArray(centers) && centers.length === species.length && centers.every(isCenter)
}
