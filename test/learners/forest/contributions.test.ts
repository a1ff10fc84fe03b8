import fc from 'fast-check'
import { expect, test } from 'vitest'
import { measureContributions } from '../../../learners/forest/contributions.ts'
import { selectRows } from '../../../learners/forest/matrix.ts'
import { predictMean } from '../../../learners/forest/predict.ts'
import { rankMatrix } from '../../../learners/forest/ranks.ts'
import { trainForest } from '../../../learners/forest/train.ts'
import { LEAF, type Trees } from '../../../learners/forest/trees.ts'
import { drawFriedman } from './friedman.ts'

/** x0 <= 1: 2 (3 rows); otherwise x1 <= 5: 4 (1 row), x1 > 5: 10 (2 rows). The second tree answers 7 for every row. */
const byHand: Trees = {
  columns: 3,
  rows: 6,
  roots: Uint32Array.of(0, 5, 6),
  features: Uint16Array.of(0, LEAF, 1, LEAF, LEAF, LEAF),
  thresholds: Float64Array.of(1, 2, 5, 4, 10, 7),
  links: Uint32Array.of(1, 0, 3, 4, 6, 9),
  leafRows: Uint16Array.of(3, 0, 1, 2, 1, 3, 2, 4, 5, 2, 0, 1)
}

test('contributions equal those computed by hand', () => {
  // The right inner node has the mean (4 + 2 * 10) / 3 = 8, the root (3 * 2 + 3 * 8) / 6 = 5.
  const first = { base: (5 + 7) / 2, columns: (columns: number[]) => Float64Array.from(columns) }
  expect(measureContributions(byHand, [2, 6, 0])).toEqual({
    base: first.base,
    columns: first.columns([3 / 2, 2 / 2, 0])
  })
  expect(measureContributions(byHand, [2, 5, 9])).toEqual({
    base: first.base,
    columns: first.columns([3 / 2, -4 / 2, 0])
  })
  expect(measureContributions(byHand, [1, 6, 0])).toEqual({
    base: first.base,
    columns: first.columns([-3 / 2, 0, 0])
  })
})

test('base and contributions sum to the answer of the forest', () => {
  const shapes = fc.record({
    rows: fc.integer({ min: 1, max: 80 }),
    columns: fc.integer({ min: 1, max: 7 }),
    trees: fc.integer({ min: 1, max: 8 }),
    minLeaf: fc.integer({ min: 1, max: 6 }),
    kind: fc.constantFrom('extra', 'random'),
    bootstrap: fc.boolean(),
    seed: fc.nat(1e6)
  } as const)
  fc.assert(
    fc.property(shapes, ({ rows, columns, seed, ...options }) => {
      const { matrix, targets } = drawFriedman(rows, columns, seed)
      const featuresPerSplit = Math.ceil(columns / 2)
      const forest = trainForest(rankMatrix(matrix), targets, {
        ...options,
        featuresPerSplit,
        maxDepth: null,
        seed
      })
      const queries = drawFriedman(5, columns, seed + 1).matrix
      const answers = predictMean(forest, queries)
      answers.forEach((answer, query) => {
        const found = measureContributions(forest, selectRows(queries, [query]).values)
        const sum = found.columns.reduce((total, contribution) => total + contribution, found.base)
        expect(sum).toBeCloseTo(answer, 9)
      })
    }),
    { seed: 1, numRuns: 60 }
  )
})

test('the base is the mean of the targets where no rows are drawn twice', () => {
  const { matrix, targets } = drawFriedman(90, 3, 5)
  const forest = trainForest(rankMatrix(matrix), targets, {
    kind: 'random',
    trees: 3,
    bootstrap: false,
    featuresPerSplit: 2,
    minLeaf: 4,
    maxDepth: null,
    seed: 1
  })
  const mean = targets.reduce((sum, target) => sum + target, 0) / 90
  expect(measureContributions(forest, [0.5, 0.5, 0.5]).base).toBeCloseTo(mean, 5)
})

test('refuses trees without leaf rows and rows of another length', () => {
  expect(() => measureContributions({ ...byHand, leafRows: new Uint16Array(0) }, [1, 2, 3])).toThrow(
    'no leaf rows'
  )
  expect(() => measureContributions(byHand, [1, 2])).toThrow('a row of 2 columns; the trees read 3')
})
