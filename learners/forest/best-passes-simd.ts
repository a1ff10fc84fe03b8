import type { BestPasses } from './best-passes.ts'
import { bestSplitsModule } from './best-splits.generated.ts'
import type { Bag } from './grow.ts'
import { loadAssembly } from './load-assembly.ts'
import { BEST_RESULT_BYTES, SCORE } from './memory-layout.ts'

/** The exports of assembly/best-splits.ts. */
interface Assembly {
  readonly memory: WebAssembly.Memory
  readonly partitionColumns: (
    rows: number,
    columns: number,
    stride: number,
    count: number,
    flags: number,
    shuffles: number,
    others: number
  ) => void
  readonly scan: (
    rows: number,
    records: number,
    codes: number,
    count: number,
    minLeaf: number,
    mean: number,
    weight: number,
    best: number
  ) => number
}

const PAGE_BYTES = 65536
const SHUFFLES = 256
const LANES = 8

/**
 * The passes in WebAssembly with 128-bit SIMD. Their splits are bit-identical to those of buildPlainPasses, because sums of the
 * bag are exact in any order. Null where SIMD is not available or row numbers need more than 16 bits. Each bag has its own
 * memory.
 */
export function buildSimdPasses({ matrix, rows, weights, sums, isLeft }: Bag): BestPasses | null {
  const assembly = matrix.codes instanceof Uint16Array ? loadAssembly<Assembly>(bestSplitsModule) : null
  if (assembly === null) return null
  const { memory, partitionColumns, scan } = assembly
  const { columns } = matrix
  const room = Math.ceil(matrix.rows / LANES) * LANES + LANES
  const shufflesAt = BEST_RESULT_BYTES
  const recordsAt = shufflesAt + 16 * SHUFFLES
  const othersAt = recordsAt + 16 * room
  const flagsAt = othersAt + 2 * room
  const codesAt = flagsAt + room
  const ordersAt = codesAt + 2 * matrix.codes.length
  const bytes = ordersAt + 2 * matrix.codes.length + 2 * LANES
  memory.grow(Math.ceil(bytes / PAGE_BYTES))
  const { buffer } = memory
  const scores = new Float64Array(buffer, SCORE, 1)
  const records = new Float64Array(buffer, recordsAt, 2 * room)
  const flags = new Uint8Array(buffer, flagsAt, room)
  const codes = new Uint16Array(buffer, codesAt, matrix.codes.length)
  const orders = new Uint16Array(buffer, ordersAt, matrix.codes.length)
  codes.set(matrix.codes)
  new Uint8Array(buffer, shufflesAt, 16 * SHUFFLES).set(listShuffles())
  const stride = 2 * matrix.rows
  const ordersOf = (column: number, begin: number) => ordersAt + column * stride + 2 * begin
  const partition = (begin: number, end: number) =>
    partitionColumns(ordersOf(0, begin), columns, stride, end - begin, flagsAt, shufflesAt, othersAt)

  return {
    start() {
      for (let row = 0; row < matrix.rows; row++) {
        records[2 * row] = weights[row]
        records[2 * row + 1] = sums[row]
        flags[row] = weights[row] > 0 ? 1 : 0
      }
      orders.set(matrix.orders)
      partition(0, matrix.rows)
    },
    scan: ({ begin, end, sum, weight }, column, minLeaf, minScore) =>
      scan(
        ordersOf(column, begin),
        recordsAt,
        codesAt + column * stride,
        end - begin,
        minLeaf,
        sum / weight,
        weight,
        minScore
      ),
    score: () => scores[0],
    codeAt: ({ begin }, column, place) => {
      const offset = column * matrix.rows
      return codes[offset + orders[offset + begin + place]]
    },
    partition({ begin, end }) {
      for (let i = begin; i < end; i++) flags[rows[i]] = isLeft[rows[i]]
      partition(begin, end)
    }
  }
}

/** For each pattern of eight flags: the byte indexes of the flagged 16-bit lanes, in order. The remaining bytes are unused. */
function listShuffles(): Uint8Array {
  const shuffles = new Uint8Array(16 * SHUFFLES)
  for (let pattern = 0; pattern < SHUFFLES; pattern++) {
    let next = 16 * pattern
    for (let lane = 0; lane < LANES; lane++) {
      if (((pattern >> lane) & 1) === 0) continue
      shuffles[next++] = 2 * lane
      shuffles[next++] = 2 * lane + 1
    }
  }
  return shuffles
}
