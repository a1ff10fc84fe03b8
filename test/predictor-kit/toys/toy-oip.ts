import type { Predictor, Result, Run } from '../../../predictors/predictor.ts'
import { askServer } from './ask-oip-server.ts'
import {
  builtIn,
  decodeFlowerModel,
  type Flower,
  type FlowerModel,
  type FlowerSample,
  findShares,
  flowerBaselines,
  meanOfSpecies,
  missedShares,
  type Species,
  species,
  squaredDistance
} from './flower-model.ts'

export interface FlowerAnswer {
  readonly species: Species
  readonly probability: number
  readonly ranking: readonly { readonly label: Species; readonly share: number }[]
  readonly method: 'learned centers' | 'built-in centers'
}

const measures = {
  petalLength: { type: 'number', description: 'In centimetres.' },
  petalWidth: { type: 'number', description: 'In centimetres.' }
} as const
const speciesSchema = { enum: species, description: 'Which species it is.' } as const

/** Which species a flower is. An Open Inference Protocol server computes its distances from the centers of a version. */
export const predictor: Predictor<
  Flower,
  FlowerAnswer,
  { readonly species: Species },
  FlowerSample,
  FlowerModel
> = {
  name: 'toy-oip',
  title: 'Flower species',
  description: 'Tells the species of a flower by the length and width of its petals.',
  input: {
    type: 'object',
    required: ['petalLength', 'petalWidth'],
    additionalProperties: false,
    properties: measures
  },
  output: {
    type: 'object',
    required: ['species', 'probability', 'ranking', 'method'],
    additionalProperties: false,
    properties: {
      species: speciesSchema,
      probability: { type: 'number' },
      ranking: {
        type: 'array',
        items: {
          type: 'object',
          required: ['label', 'share'],
          additionalProperties: false,
          properties: { label: speciesSchema, share: { type: 'number' } }
        }
      },
      method: { enum: ['learned centers', 'built-in centers'] }
    }
  },
  outcome: {
    type: 'object',
    required: ['species'],
    additionalProperties: false,
    properties: { species: speciesSchema }
  },
  examples: [
    {
      title: 'A small flower',
      input: { petalLength: 1.4, petalWidth: 0.2 },
      outcome: { species: 'setosa' }
    }
  ],
  answer: [
    { path: '/species', label: 'Species', kind: 'text' },
    { path: '/probability', label: 'Probability', kind: 'share' },
    { path: '/ranking', label: 'Ranking', kind: 'ranking' }
  ],
  slice: () => null,
  slices: null,
  outcomes: 'one',
  findReportFault: () => null,
  metrics: [
    { name: 'missedProbability', title: 'Missed probability', kind: 'share', direction: 'lower-is-better' }
  ],
  sampleSchema: {
    type: 'object',
    required: ['petalLength', 'petalWidth', 'species'],
    additionalProperties: false,
    properties: { ...measures, species: speciesSchema }
  },
  findOutcomeFault: () => null,
  sampleVersion: 1,
  featureNames: ['petalLength', 'petalWidth'],

  predict: predictAll,

  sample: (input, outcome) => ({ ...input, ...outcome }),
  features: listFeatures,
  plan: () => species.map((name, index) => ({ index, name })),
  trainPart: meanOfSpecies,
  combine: (_samples, parts) => ({
    centers: parts.toSorted((a, b) => a.index - b.index).map(({ center }) => center as readonly number[])
  }),
  losses: (model, samples) => missedShares(samples, sample => sharesOf(model, sample)),
  baselines: flowerBaselines,
  encode: model => new TextEncoder().encode(JSON.stringify(model)),
  decode: decodeFlowerModel
}
export const moduleUrl: string = import.meta.url

/** One request for all inputs. If the server refuses it, one request for each input finds the bad ones. */
async function predictAll(
  model: FlowerModel | null,
  flowers: readonly Flower[],
  run: Run
): Promise<readonly Result<FlowerAnswer>[]> {
  if (run.isCanceled) return flowers.map(() => ({ ok: false, code: 'canceled', reason: 'canceled' }))
  const { centers } = model ?? builtIn
  const answer = await askServer(flowers.map(listFeatures), centers)
  if (answer.ok)
    return flowers.map((flower, index) => {
      const distances = answer.distances.slice(index * centers.length, (index + 1) * centers.length)
      return { ok: true, output: chooseSpecies(model, distances), features: listFeatures(flower) }
    })
  if (answer.code === 'unavailable' || flowers.length === 1) return flowers.map(() => answer)
  const results: Result<FlowerAnswer>[] = []
  for (const flower of flowers) results.push(...(await predictAll(model, [flower], run)))
  return results
}

function chooseSpecies(model: FlowerModel | null, distances: readonly number[]): FlowerAnswer {
  const shares = findShares(distances.map(distance => distance ** 2))
  const ranking = species
    .map((label, index) => ({ label, share: shares[index] ?? 0 }))
    .toSorted((a, b) => b.share - a.share)
  const [best] = ranking
  if (!best) throw new Error('there is no species')
  const method = model ? 'learned centers' : 'built-in centers'
  return { species: best.label, probability: best.share, ranking, method }
}

/** What predict answers, without the server: a version is judged without it. */
function sharesOf(model: FlowerModel | null, flower: Flower): readonly number[] {
  const { centers } = model ?? builtIn
  return findShares(centers.map(center => squaredDistance(center, listFeatures(flower))))
}

function listFeatures({ petalLength, petalWidth }: Flower): readonly number[] {
  return [petalLength, petalWidth]
}
