import { beforeAll, expect, test } from 'vitest'
import { type ArtefactArray, decodeArtefact, encodeArtefact } from '../../../learners/forest/artefact.ts'
import { matrixFromRows } from '../../../learners/forest/matrix.ts'
import { findLeaves } from '../../../learners/forest/predict.ts'
import type { Forest } from '../../../learners/forest/trees.ts'
import type { Json } from '../../../learners/json.ts'
import { observe } from '../../../predictors/cascade-size/cascade.ts'
import { cascadeSize } from '../../../predictors/cascade-size/cascade-size.ts'
import type { Forecast } from '../../../predictors/cascade-size/forecast.ts'
import type { Model, SizeModel } from '../../../predictors/cascade-size/model.ts'
import { forecastObservations } from '../../../predictors/cascade-size/predict.ts'
import { buildQuery, type Sample } from '../../../predictors/cascade-size/sample.ts'
import { trainModel } from '../../../predictors/cascade-size/train.ts'
import type { Samples } from '../../../predictors/predictor.ts'
import { sampleSet, simulateSet } from './simulated-set.ts'

const anonymously = { seed: 1, trees: 30, remembersAuthors: false, weighsPeers: false }
const plain = { ...anonymously, keepsIds: true }
const trained = simulateSet(150, 1)
const fresh = simulateSet(40, 2)
let samples: Samples<Sample>
let model: Model

beforeAll(() => {
  samples = sampleSet(trained, [300, 1200]).map(each => ({ ...each, group: `post ${each.group} ü` }))
  model = trainModel(samples, plain)
})

function forecastAll(own: Model, windowSeconds: number, cascades = fresh): readonly Forecast[] {
  const observations = cascades.map(cascade => observe(cascade, windowSeconds))
  return forecastObservations(own, observations, { isCanceled: false }).map(result => {
    if (!result.ok) throw new Error(JSON.stringify(result))
    return result.output
  })
}

/** By training row: the share of the trees' leaves of this row, the definition. */
function weigh(forest: Forest, row: readonly number[]): Float64Array {
  const leaves = findLeaves(forest, matrixFromRows([row], row.length))
  const weights = new Float64Array(forest.rows)
  for (const leaf of leaves) {
    const start = forest.links[leaf]! + 1
    const own = forest.leafRows.subarray(start, start + forest.leafRows[start - 1]!)
    for (const each of own) weights[each]! += 1 / own.length / leaves.length
  }
  return weights
}

test('lists the five training cases that share the most leaves of both forests with the query', () => {
  const { ratio, size } = model.windows[1] as SizeModel
  const rows = samples.filter(({ sample }) => sample.windowSeconds === 1200 && sample.observedEvents >= 5)
  const forecasts = forecastAll(model, 1200)
  fresh.forEach((cascade, i) => {
    const { features, observedEvents } = buildQuery(observe(cascade, 1200))
    if (observedEvents < 5) return
    const row = features.slice(0, ratio.forest.columns)
    const [first, second] = [weigh(ratio.forest, row), weigh(size.forest, row)]
    const expected = rows
      .map(({ group, sample }, row) => ({
        id: group,
        observedEvents: sample.observedEvents,
        finalSize: sample.finalSize,
        weight: (first[row]! + second[row]!) / 2,
        isSimulated: false
      }))
      .toSorted((a, b) => b.weight - a.weight)
    const { similar } = forecasts[i]!
    expect(similar).toHaveLength(5)
    similar.forEach((each, place) => {
      // Equal weights may be in any order.
      expect(each.weight / expected[place]!.weight).toBeCloseTo(1, 2)
      const same = expected.find(({ id }) => id === each.id)!
      expect({ ...each, weight: 0 }).toEqual({ ...same, weight: 0 })
      expect(each.weight / same.weight).toBeCloseTo(1, 2)
    })
  })
})

test('the most similar case to a training case is mostly the case itself', () => {
  const forecasts = forecastAll(model, 1200, trained)
  const own = forecasts.filter(({ similar }, i) => similar[0]!.id === `post ${i} ü`)
  expect(own.length).toBeGreaterThan(0.9 * trained.length)
})

test('lists each cascade once, by its case with the largest weight', () => {
  const groupOf = (group: string) => `group ${Number(group.split(' ')[1]) >> 3}`
  const grouped = samples.map(each => ({ ...each, group: groupOf(each.group) }))
  const forecasts = forecastAll(trainModel(grouped, plain), 1200)
  const ungrouped = forecastAll(model, 1200)
  forecasts.forEach(({ similar }, i) => {
    expect(new Set(similar.map(({ id }) => id)).size).toBe(5)
    // The heaviest case of all is that of its group, and no group is passed over for a lighter one.
    const heaviest = ungrouped[i]!.similar.map(each => ({ ...each, id: groupOf(each.id!) }))
    const best = heaviest.filter(({ id }, place) => heaviest.findIndex(each => each.id === id) === place)
    expect(similar.slice(0, best.length).map(({ weight }) => weight)).toEqual(
      best.map(({ weight }) => weight)
    )
  })
})

test('lists cases of early forecasts as they were then', () => {
  const early = forecastAll(model, 300).filter(({ method }) => method === 'early')
  expect(early.length).toBeGreaterThan(3)
  for (const { similar } of early) {
    expect(new Set(similar.map(({ id }) => id)).size).toBe(5)
    for (const { observedEvents, finalSize } of similar) {
      expect(observedEvents).toBeLessThan(5)
      expect(finalSize).toBeGreaterThanOrEqual(observedEvents)
    }
  }
})

test('takes the cases of the nearer window between two windows', () => {
  const only = (index: number) => ({ ...model, windows: [model.windows[index]!] })
  const similar = (own: Model, windowSeconds: number) =>
    forecastAll(own, windowSeconds).map(forecast => forecast.similar)
  expect(similar(model, 500)).toEqual(similar(only(0), 500))
  expect(similar(model, 700)).toEqual(similar(only(1), 700))
})

test('counts the weights of peers', () => {
  const { ratio, cascades } = model.windows[1] as SizeModel
  const isSmall = (row: number) => samples.find(({ group }) => group === idOf(row))!.sample.finalSize < 30
  const idOf = (row: number) => {
    const { ids, ends } = cascades!
    const number = cascades!.byRow[row]!
    return new TextDecoder().decode(ids.slice(number === 0 ? 0 : ends[number - 1], ends[number]))
  }
  const outlooks = Float64Array.from({ length: ratio.forest.rows }, (_, row) => (isSmall(row) ? 100 : 0))
  const peers = { ratios: outlooks, sizes: outlooks, bandwidth: 50 }
  const windows = [
    { ...(model.windows[1] as SizeModel), followers: 'all' as const, windowSeconds: 1200, peers }
  ]
  const mean = (own: Model) => {
    const sizes = forecastAll(own, 1200).flatMap(({ similar, method }) =>
      method === 'hybrid' ? similar.map(({ finalSize }) => (finalSize < 30 ? 1 : 0)) : []
    )
    return sizes.reduce<number>((sum, isOne) => sum + isOne, 0) / sizes.length
  }
  expect(mean({ ...model, windows })).toBeLessThan(0.7 * mean(model))
})

test('marks simulated cascades and omits ids that are too long, and all of them by default', () => {
  const isOdd = (group: string) => Number(group.split(' ')[1]) % 2 === 1
  const marked = samples.map(each => ({ ...each, isSimulated: isOdd(each.group) }))
  const listed = (own: Model) => forecastAll(own, 1200).flatMap(({ similar }) => similar)
  const named = listed(trainModel(marked, plain))
  expect(new Set(named.map(({ isSimulated }) => isSimulated))).toEqual(new Set([true, false]))
  for (const { id, isSimulated } of named) expect(isSimulated).toBe(isOdd(id!))
  const anonymous = listed(trainModel(marked, anonymously))
  expect(anonymous).toEqual(named.map(each => ({ ...each, id: null })))
  const long = samples.map(each => ({ ...each, group: each.group.padEnd(isOdd(each.group) ? 201 : 200) }))
  const ids = listed(trainModel(long, plain)).map(({ id }) => id)
  expect(ids).toContain(null)
  for (const id of ids) if (id !== null) expect(isOdd(id)).toBe(false)
})

/** The model after its artefact was changed. */
function decodeChanged(change: (arrays: Record<string, ArtefactArray>) => void): Model {
  const { header, arrays } = decodeArtefact(cascadeSize.encode(model))
  const changed = { ...arrays }
  change(changed)
  const named: Json = header
  return cascadeSize.decode(encodeArtefact({ header: named, arrays: changed }))
}

test('a decoded model lists the same cases, and one of an older program the same without ids', () => {
  const similar = forecastAll(model, 1200).map(forecast => forecast.similar)
  expect(
    forecastAll(
      decodeChanged(() => {}),
      1200
    ).map(forecast => forecast.similar)
  ).toEqual(similar)
  const older = decodeChanged(arrays => {
    for (const name of Object.keys(arrays)) if (name.includes('cascades')) delete arrays[name]
  })
  forecastAll(older, 1200).forEach(({ similar: own, method }, i) => {
    if (method === 'hybrid')
      expect(own).toEqual(similar[i]!.map(each => ({ ...each, id: null, isSimulated: null })))
  })
})

test('refuses artefacts with malformed cascades', () => {
  const refusals: readonly (readonly [string, (arrays: Record<string, ArtefactArray>) => void])[] = [
    ['the cascades of early0 are malformed', arrays => delete arrays['early0.cascades.ends']],
    [
      'the ids of the cascades of window0 do not fit',
      arrays => set(arrays, 'window0.cascades.ids', new Uint8Array(3))
    ],
    [
      'the ids of the cascades of window0 do not fit',
      arrays => set(arrays, 'window0.cascades.simulated', new Uint8Array(3))
    ],
    ['the ids of the cascades of window1 do not fit', arrays => arrays['window1.cascades.ends']!.reverse()],
    [
      'window0 has not one cascade for each row',
      arrays => set(arrays, 'window0.cascades', new Uint32Array(3))
    ],
    ['early0 has a row of an unknown cascade', arrays => arrays['early0.cascades']!.fill(150)]
  ]
  for (const [reason, change] of refusals) expect(() => decodeChanged(change)).toThrow(reason)
})

function set(arrays: Record<string, ArtefactArray>, name: string, array: ArtefactArray): void {
  arrays[name] = array
}

test('lists no case without a model', () => {
  const [result] = forecastObservations(null, [observe(fresh[0]!, 1200)], { isCanceled: false })
  expect(result).toMatchObject({ ok: true, output: { similar: [] } })
})
