import { extraSplitsModule } from './extra-splits.generated.ts'
import { resetColumns } from './find-split.ts'
import type { Bag, Splitter } from './grow.ts'
import { loadAssembly } from './load-assembly.ts'
import { EXTRA_RESULT_BYTES, GAIN, GROUP, LEFT_SUM, LEFT_WEIGHT, THRESHOLD } from './memory-layout.ts'
import type { SplitOptions } from './options.ts'
import type { RankedMatrix } from './ranks.ts'

/** The exports of assembly/extra-splits.ts. */
interface Assembly {
  readonly memory: WebAssembly.Memory
  readonly seed: (a: number, b: number, c: number, d: number) => void
  readonly search: (
    values: number,
    columns: number,
    columnCount: number,
    wanted: number,
    rows: number,
    weights: number,
    sums: number,
    found: number,
    count: number,
    minLeaf: number,
    weight: number,
    sum: number
  ) => number
  readonly partition: (
    values: number,
    columnCount: number,
    column: number,
    threshold: number,
    rows: number,
    weights: number,
    sums: number,
    right: number,
    count: number
  ) => number
}

const PAGE_BYTES = 65536
/** A larger matrix is not copied; the plain passes are used instead. */
const MAX_BYTES = 2 ** 30

/**
 * Extremely randomised splits in WebAssembly with 128-bit SIMD. They are bit-identical to the plain ones, because sums of the
 * bag are exact in any order. Null where SIMD is not available or the matrix is too large. The matrix is copied once, with
 * 8 bytes for each number, for all trees that this thread grows on it.
 */
export function buildSimdSplitter(
  { matrix, rows, weights, sums }: Bag,
  { minLeaf, featuresPerSplit }: SplitOptions
): Splitter | null {
  const layout = findLayout(matrix)
  if (layout === null) return null
  const { assembly, at, columns, nodeRows, nodeWeights, nodeSums, results } = layout
  return {
    rows: nodeRows,
    start(random, count) {
      resetColumns(columns)
      assembly.seed(...random.state())
      for (let i = 0; i < count; i++) {
        const row = rows[i]
        nodeRows[i] = row
        nodeWeights[2 * i] = 1
        nodeWeights[2 * i + 1] = weights[row]
        nodeSums[i] = sums[row]
      }
    },
    findSplit({ begin, end, weight, sum }) {
      const column = assembly.search(
        at.values,
        at.columns,
        matrix.columns,
        featuresPerSplit,
        at.rows + 4 * begin,
        at.weights + 8 * begin,
        at.sums + 8 * begin,
        at.found,
        end - begin,
        minLeaf,
        weight,
        sum
      )
      return column < 0 ? null : { column, threshold: results[THRESHOLD / 8], gain: results[GAIN / 8] }
    },
    partition({ begin, end }, { column, threshold }) {
      const count = assembly.partition(
        at.values,
        matrix.columns,
        column,
        threshold,
        at.rows + 4 * begin,
        at.weights + 8 * begin,
        at.sums + 8 * begin,
        at.found,
        end - begin
      )
      return { count, weight: results[LEFT_WEIGHT / 8], sum: results[LEFT_SUM / 8] }
    }
  }
}

type MemoryLayout = NonNullable<ReturnType<typeof layOut>>
const layouts = new WeakMap<RankedMatrix, MemoryLayout>()

/** The memory that contains the matrix. All trainings on the matrix in this thread share it. */
function findLayout(matrix: RankedMatrix): MemoryLayout | null {
  const known = layouts.get(matrix)
  if (known) return known
  const made = layOut(matrix)
  if (made) layouts.set(matrix, made)
  return made
}

function layOut(matrix: RankedMatrix) {
  const { rows, columns } = matrix
  const sums = EXTRA_RESULT_BYTES
  const weights = sums + 8 * rows
  const found = weights + 8 * rows
  const values = found + 8 * GROUP * rows
  const nodeRows = values + 8 * rows * columns
  const at = { sums, weights, found, values, rows: nodeRows, columns: nodeRows + 4 * rows }
  const bytes = at.columns + 4 * columns
  const assembly = bytes <= MAX_BYTES ? loadAssembly<Assembly>(extraSplitsModule) : null
  if (assembly === null) return null
  assembly.memory.grow(Math.ceil(bytes / PAGE_BYTES))
  const { buffer } = assembly.memory
  fillByRow(matrix, new Float64Array(buffer, at.values, rows * columns))
  return {
    assembly,
    at,
    columns: new Uint32Array(buffer, at.columns, columns),
    nodeRows: new Uint32Array(buffer, at.rows, rows),
    nodeWeights: new Int32Array(buffer, at.weights, 2 * rows),
    nodeSums: new Float64Array(buffer, at.sums, rows),
    results: new Float64Array(buffer, 0, EXTRA_RESULT_BYTES / 8)
  }
}

/** Copies the matrix by row. Deep in a tree a node has few rows, and the columns of a row are then close in memory. */
function fillByRow({ rows, columns, codes, distinct, starts }: RankedMatrix, values: Float64Array): void {
  for (let c = 0; c < columns; c++) {
    const start = starts[c]
    const offset = c * rows
    for (let row = 0; row < rows; row++) values[row * columns + c] = distinct[start + codes[offset + row]]
  }
}
