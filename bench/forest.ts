import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildThreads } from '../adapters/threads/piscina.ts'
import { decodeArtefact, encodeArtefact } from '../learners/forest/artefact.ts'
import { readForests, writeForests } from '../learners/forest/forest-artefact.ts'
import { buildLeafSamples } from '../learners/forest/leaf-samples.ts'
import { type Matrix, selectRows } from '../learners/forest/matrix.ts'
import { type ForestOptions, featuresForShare } from '../learners/forest/options.ts'
import { predictMean } from '../learners/forest/predict.ts'
import { rankMatrix } from '../learners/forest/ranks.ts'
import { combineTrees, type TreeBatch, trainForest } from '../learners/forest/train.ts'
import { concatenateTrees, countTrees, type Forest } from '../learners/forest/trees.ts'
import type { Threads } from '../ports/threads.ts'
import { findMinError, findQuantile, rank, spreadSamples } from '../predictors/cascade-size/log-sizes.ts'
import { drawFriedman } from '../test/learners/forest/friedman.ts'
import { type BatchTask, moduleUrl } from '../test/learners/forest/on-thread.ts'
import { type Reference, startReference } from './references/start-reference.ts'
import { type Bench, type BenchResult, judge } from './result.ts'

const ROWS = 20_000
const TEST_ROWS = 5_000
const TREES = 100
const ROUNDS = 3
const kinds = ['random', 'extra'] as const
const REFERENCE = 'scikit-learn 1.9.1'

interface ReferenceAnswer {
  readonly seconds: number
  /** Processor time of all threads. */
  readonly processorSeconds: number
  readonly error: number
  readonly microsecondsARow: number
}
interface Problem {
  readonly columns: number
  readonly train: ReturnType<typeof drawFriedman>
  readonly test: ReturnType<typeof drawFriedman>
  readonly file: string
}

/**
 * Training and answers of the forests against scikit-learn, in turns, by the clock and by processor time, which other work
 * on the machine disturbs less; artefact size and time to be ready.
 */
export const run: Bench = async ({ log }) => {
  const folder = mkdtempSync(join(tmpdir(), 'bench-forest-'))
  const reference = startReference('forest.py', 'forest.txt', log)
  const results: BenchResult[] = []
  try {
    for (const columns of [42, 4]) {
      const problem = drawProblem(columns, folder)
      for (const kind of kinds)
        for (const threads of [1, 2]) {
          const { figures, forest, referenceMicroseconds } = await compareTraining(
            problem,
            kind,
            threads,
            reference
          )
          for (const figure of figures) log(`${figure.name}: ${figure.value.toFixed(3)}`)
          results.push(...figures)
          if (columns === 42 && kind === 'extra' && threads === 1)
            results.push(
              ...measureRows(forest, problem.train.targets, problem.test.matrix, referenceMicroseconds)
            )
        }
    }
  } finally {
    await reference.close()
    rmSync(folder, { recursive: true })
  }
  return [...results, ...measureArtefacts()]
}

function drawProblem(columns: number, folder: string): Problem {
  const train = drawFriedman(ROWS, columns, 1)
  const test = drawFriedman(TEST_ROWS, columns, 2)
  const file = join(folder, `${columns}.f64`)
  const parts = [byRow(train.matrix), train.targets, byRow(test.matrix), test.targets]
  writeFileSync(file, Buffer.concat(parts.map(part => new Uint8Array(part.buffer))))
  return { columns, train, test, file }
}

function byRow({ rows, columns, values }: Matrix): Float64Array {
  return Float64Array.from(
    { length: rows * columns },
    (_, i) => values[(i % columns) * rows + Math.floor(i / columns)]!
  )
}

async function compareTraining(
  problem: Problem,
  kind: 'random' | 'extra',
  threads: number,
  reference: Reference
) {
  const { columns, train, test, file } = problem
  const featuresPerSplit = columns === 4 ? 4 : featuresForShare(0.4, columns)
  const options = {
    kind,
    trees: TREES,
    bootstrap: true,
    featuresPerSplit,
    minLeaf: 4,
    maxDepth: null
  } as const
  const shape = { file, rows: ROWS, testRows: TEST_ROWS, columns }
  const request = { ...shape, kind, threads, trees: TREES, minLeaf: 4, featuresPerSplit }
  const pool = threads === 1 ? null : buildThreads({ size: threads })
  const seconds: number[] = []
  const processorSeconds: number[] = []
  const errors: number[] = []
  const references: ReferenceAnswer[] = []
  let forest!: Forest
  for (let round = 0; round < ROUNDS; round++) {
    const begin = performance.now()
    const used = process.cpuUsage()
    forest = await trainOn(pool, train, { ...options, seed: round })
    const { user, system } = process.cpuUsage(used)
    seconds.push((performance.now() - begin) / 1000)
    processorSeconds.push((user + system) / 1e6)
    if (threads === 1) errors.push(meanSquaredError(predictMean(forest, test.matrix), test.targets))
    references.push(await reference.ask<ReferenceAnswer>({ ...request, seed: round }))
  }
  await pool?.close()
  const name = `forest.train.${kind}.${columns}.${threads}thread${threads === 1 ? '' : 's'}`
  const referenceSeconds = median(references.map(each => each.seconds))
  const figures = [
    {
      name: `${name}.seconds`,
      value: median(seconds),
      unit: 's',
      reference: REFERENCE,
      referenceValue: referenceSeconds
    },
    judge(
      { name, value: referenceSeconds / median(seconds), unit: 'x' },
      kind === 'random' ? '>= 4' : '>= 1'
    ),
    {
      name: `${name}.processor`,
      value: median(references.map(each => each.processorSeconds)) / median(processorSeconds),
      unit: 'x, processor time'
    }
  ]
  if (threads === 1) {
    // Two forests of 100 trees that differ in the seed alone differ by about 1 % here: so the mean over all rounds.
    const error = mean(errors) / mean(references.map(each => each.error))
    figures.push(judge({ name: `forest.error.${kind}.${columns}`, value: error, unit: 'x' }, '<= 1.02'))
  }
  return { figures, forest, referenceMicroseconds: median(references.map(each => each.microsecondsARow)) }
}

async function trainOn(
  pool: Threads | null,
  { matrix, targets }: { matrix: Matrix; targets: Float64Array },
  options: ForestOptions
): Promise<Forest> {
  const ranked = rankMatrix(matrix)
  if (pool === null) return trainForest(ranked, targets, options)
  const training = pool.share({ matrix: ranked, targets })
  const treeCount = 10
  const batches = Array.from({ length: options.trees / treeCount }, (_, i) => {
    const payload: BatchTask = { training, options, firstTree: i * treeCount, treeCount }
    return pool.run<BatchTask, TreeBatch>({ module: moduleUrl, name: 'trainBatch', payload })
  })
  return combineTrees(await Promise.all(batches))
}

/** The quantiles are those of recipe A: the point of least expected relative error, the median, and an interval. */
function measureRows(
  forest: Forest,
  targets: Float64Array,
  queries: Matrix,
  referenceValue: number
): BenchResult[] {
  const batches = Array.from({ length: 20 }, (_, b) =>
    selectRows(
      queries,
      Array.from({ length: 64 }, (_, i) => b * 64 + i)
    )
  )
  const ranked = rank(targets)
  const point = measureMicroseconds(batches, batch => predictMean(forest, batch))
  const quantiles = measureMicroseconds(batches, batch => {
    const samples = buildLeafSamples(forest, batch, ranked.order)
    return Array.from({ length: batch.rows }, (_, query) => {
      const sizes = spreadSamples(ranked, samples.collect(query, 1))
      return [findMinError(sizes), ...[0.1, 0.5, 0.9].map(share => findQuantile(sizes, share))]
    })
  })
  return [
    judge(
      { name: 'forest.row.point', value: point, unit: 'us', reference: REFERENCE, referenceValue },
      '<= 20'
    ),
    judge({ name: 'forest.row.quantiles', value: quantiles, unit: 'us' }, '<= 100')
  ]
}

/** Microseconds a row: the median over batches, after one round to warm up. */
function measureMicroseconds(batches: readonly Matrix[], answer: (batch: Matrix) => unknown): number {
  const times: number[] = []
  for (let round = 0; round < 6; round++)
    for (const batch of batches) {
      const begin = performance.now()
      answer(batch)
      if (round > 0) times.push(((performance.now() - begin) * 1000) / batch.rows)
    }
  return median(times)
}

function measureArtefacts(): BenchResult[] {
  const small = drawFriedman(500, 42, 3)
  const options = { kind: 'extra', trees: 100, bootstrap: true, featuresPerSplit: 16, minLeaf: 4 } as const
  const forest = trainForest(rankMatrix(small.matrix), small.targets, { ...options, maxDepth: null, seed: 1 })
  const { header, arrays } = writeForests({ size: forest })
  const bytes = encodeArtefact({ header, arrays: { ...arrays, targets: small.targets } })
  const copies = Math.ceil(100e6 / bytes.length)
  const large = { ...forest, ...concatenateTrees(new Array(copies).fill(forest)) }
  const largeBytes = encodeArtefact(writeForests({ size: large }))
  const seconds = Array.from({ length: 5 }, () => {
    const begin = performance.now()
    const decoded = decodeArtefact(largeBytes)
    const { size } = readForests(decoded.header, decoded.arrays)
    predictMean({ ...size!, roots: size!.roots.subarray(0, TREES + 1) }, selectRows(small.matrix, [0]))
    return (performance.now() - begin) / 1000
  })
  if (countTrees(large) !== copies * 100) throw new Error('the large forest is not large')
  return [
    judge({ name: 'forest.artefact500Megabytes', value: bytes.length / 1e6, unit: 'MB' }, '<= 0.3'),
    judge({ name: 'forest.ready100MB', value: median(seconds), unit: 's' }, '<= 0.5')
  ]
}

function meanSquaredError(guesses: Float64Array, targets: Float64Array): number {
  return guesses.reduce((sum, guess, i) => sum + (guess - targets[i]!) ** 2, 0) / targets.length
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return (sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!) / 2
}
