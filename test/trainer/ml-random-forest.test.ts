import { createHash } from 'node:crypto'
import mlRandomForest from 'ml-random-forest'
import { expect, test } from 'vitest'
import { decodeArtefact, encodeArtefact } from '../../learners/forest/artefact.ts'
import { readForests, writeForests } from '../../learners/forest/forest-artefact.ts'
import { buildLeafSamples } from '../../learners/forest/leaf-samples.ts'
import { matrixFromRows } from '../../learners/forest/matrix.ts'
import { convertMlForest } from '../../learners/forest/ml-random-forest.ts'
import { predictMean } from '../../learners/forest/predict.ts'
import { rankMatrix } from '../../learners/forest/ranks.ts'
import { trainForest } from '../../learners/forest/train.ts'
import { cascadeSize } from '../../predictors/cascade-size/cascade-size.ts'
import { decodeModel, encodeModel } from '../../predictors/cascade-size/model-artefact.ts'
import {
  combinePointModels,
  planPointModels,
  trainPointPart
} from '../../predictors/cascade-size/point-models.ts'
import { predict } from '../../predictors/cascade-size/predict.ts'
import { targetsOf } from '../../predictors/cascade-size/size-model.ts'
import { selectRows, toMatrix } from '../../predictors/cascade-size/training-rows.ts'
import {
  mlRandomForestEngine as engine,
  trainMlForest,
  trainMlModel
} from '../../trainer/engines/ml-random-forest.ts'
import { drawFriedman } from '../learners/forest/friedman.ts'
import { sampleSet, simulateSet, toInput } from '../predictors/cascade-size/simulated-set.ts'

const MESSAGE_BYTES = 1_048_576

test('a converted and decoded forest gives the answers of the package', () => {
  const { matrix, targets } = drawFriedman(120, 4, 41)
  const model = trainMlModel(matrix, targets, { trees: 10, seed: 3 })
  const package_ = mlRandomForest.RandomForestRegression.load(JSON.parse(JSON.stringify(model)))
  const { header, arrays } = writeForests({ size: trainMlForest(matrix, targets, { trees: 10, seed: 3 }) })
  const decoded = decodeArtefact(encodeArtefact({ header, arrays }))
  const { size } = readForests(decoded.header, decoded.arrays)
  // The training rows too: some lie on a threshold exactly.
  for (const queries of [matrix, drawFriedman(200, 4, 42).matrix]) {
    const rows = Array.from({ length: queries.rows }, (_, row) =>
      Array.from({ length: 4 }, (_, column) => queries.values[column * queries.rows + row]!)
    )
    const expected = package_.predict(rows)
    predictMean(size!, queries).forEach((mean, row) => {
      expect(mean).toBeCloseTo(expected[row]!, 10)
    })
  }
  expect(() => buildLeafSamples(size!, matrix, new Uint32Array(120))).toThrow('means, no quantiles')
})

test('sends a row on a threshold to the same side as the package', () => {
  const leaf = (distribution: number) => ({ distribution })
  for (const splitValue of [2, 0, -1.5]) {
    const root = { splitColumn: 0, splitValue, left: leaf(1), right: leaf(9) }
    const forest = convertMlForest({ baseModel: { indexes: [[1]], estimators: [{ root }] } }, 10, 2)
    const rows = [splitValue - 1e-9, splitValue, splitValue + 1e-9].map(value => [0, value])
    expect([...predictMean(forest, matrixFromRows(rows, 2))]).toEqual([1, 9, 9])
  }
  const broken = { splitColumn: 7, splitValue: 1, left: leaf(1), right: leaf(9) }
  const model = { baseModel: { indexes: [[0]], estimators: [{ root: broken }] } }
  expect(() => convertMlForest(model, 10, 2)).toThrow('an unknown column')
})

test('rejects a training that would take more than about a minute with the reason', () => {
  const { matrix, targets } = drawFriedman(20_000, 4, 43)
  expect(() => trainMlForest(matrix, targets, { trees: 100, seed: 1 })).toThrow(
    /would take about 4000 s for 20000 samples/
  )
})

test('as the engine of a cascade-size model it gives points, no intervals, through the artefact', () => {
  const samples = sampleSet(simulateSet(110, 1), [300, 1200])
  const options = { seed: 1, trees: 10, windows: [300, 1200] }
  const train = () => {
    const parts = planPointModels(samples, options, engine)
    expect(parts.map(({ segment }) => [segment.windowSeconds, segment.followers])).toEqual(
      [300, 1200, null].flatMap(window => [
        [window, 'all'],
        [window, 'none']
      ])
    )
    return combinePointModels(
      samples,
      parts.map(part => trainPointPart(samples, structuredClone(part), engine)),
      1
    )
  }
  const bytes = encodeModel(train())
  expect(Buffer.compare(encodeModel(train()), bytes)).toBe(0)
  const model = decodeModel(bytes)
  expect(Buffer.compare(encodeModel(model), bytes)).toBe(0)
  const fresh = simulateSet(40, 2)
  for (const window of [300, 600, 1200]) {
    const inputs = fresh.map(cascade => toInput(cascade, window))
    for (const result of predict(model, inputs, { isCanceled: false })) {
      const { method, point, median, interval, observedEvents, weights, range } =
        result.ok && result.output ? result.output : expect.fail(JSON.stringify(result))
      expect(method).toBe(observedEvents < 5 ? 'early' : 'hybrid')
      expect(point).toBeGreaterThanOrEqual(observedEvents)
      expect([median, interval, weights]).toEqual([null, null, []])
      expect(range!.distance).toBeGreaterThan(0)
    }
  }
  // What the package says itself: the mean of log(N/n).
  const rows = selectRows(samples, { windowSeconds: 300, followers: 'all' })
  const { seed, trees } = planPointModels(samples, options, engine)[0]!
  const own = trainMlModel(toMatrix(rows), targetsOf(rows, 'ratio'), { seed, trees })
  const package_ = mlRandomForest.RandomForestRegression.load(JSON.parse(JSON.stringify(own)))
  const seen = sampleSet(fresh, [300]).filter(({ sample }) => sample.observedEvents >= 5)
  const ratios = package_.predict(seen.map(({ sample }) => sample.features.slice(0, 42)))
  const losses = cascadeSize.losses(model, seen).values
  expect(seen.length).toBeGreaterThan(5)
  seen.forEach(({ sample: { observedEvents, finalSize } }, i) => {
    expect(losses[i]).toBeCloseTo(Math.abs(1 - (observedEvents * Math.exp(ratios[i]!)) / finalSize), 9)
  })
  expect(() => planPointModels(samples, { ...options, trees: 100_000 }, engine)).toThrow(
    /at most 60 s are allowed/
  )
})

test('the old limit: its 500-sample model fits no 1 MB message; ours of 20,000 samples needs a pointer only', () => {
  const small = drawFriedman(500, 4, 44)
  const model = trainMlModel(small.matrix, small.targets, { trees: 50, seed: 1 })
  expect(new TextEncoder().encode(JSON.stringify(model)).length).toBeGreaterThan(MESSAGE_BYTES)

  const { matrix, targets } = drawFriedman(20_000, 4, 45)
  const options = { kind: 'extra', trees: 50, bootstrap: true, featuresPerSplit: 4, minLeaf: 4 } as const
  const size = trainForest(rankMatrix(matrix), targets, { ...options, maxDepth: null, seed: 1 })
  const bytes = encodeArtefact(writeForests({ size }))
  const pointer = JSON.stringify({
    version: 1,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    bytes: bytes.length
  })
  expect(bytes.length).toBeGreaterThan(MESSAGE_BYTES)
  expect(pointer.length).toBeLessThan(1000)
})
