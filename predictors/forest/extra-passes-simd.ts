import type { ExtraPasses } from './extra-passes.ts'
import { extraSplitsModule } from './extra-splits.generated.ts'
import type { Bag } from './grow.ts'
import { loadAssembly } from './load-assembly.ts'

/** The exports of assembly/extra-splits.ts. */
interface Assembly {
  readonly memory: WebAssembly.Memory
  readonly gather: (codes: number, rows: number, found: number, count: number) => void
  readonly sumLeft: (found: number, weights: number, sums: number, count: number, cut: number) => void
}

const PAGE_BYTES = 65536
const RESULT_BYTES = 64

/**
 * The passes in WebAssembly with 128-bit SIMD: the same numbers as buildPlainPasses to the last bit, since sums of the
 * bag are exact in any order. Null where SIMD is missing or rows need more than 16 bits. Each bag gets a memory of its
 * own: the codes, and 14 bytes a row.
 */
export function buildSimdPasses({ matrix, rows, weights, sums }: Bag): ExtraPasses | null {
  const assembly = matrix.codes instanceof Uint16Array ? loadAssembly<Assembly>(extraSplitsModule) : null
  if (assembly === null) return null
  const { memory, gather, sumLeft } = assembly
  const room = Math.ceil(matrix.rows / 8) * 8
  const sumsAt = RESULT_BYTES
  const foundAt = sumsAt + 8 * room
  const rowsAt = foundAt + 2 * room
  const weightsAt = rowsAt + 2 * room
  const codesAt = weightsAt + 2 * room
  const bytes = codesAt + 2 * matrix.codes.length
  memory.grow(Math.ceil(bytes / PAGE_BYTES))
  new Uint16Array(memory.buffer, codesAt, matrix.codes.length).set(matrix.codes)
  const nodeRows = new Uint16Array(memory.buffer, rowsAt, room)
  const nodeWeights = new Uint16Array(memory.buffer, weightsAt, room)
  const nodeSums = new Float64Array(memory.buffer, sumsAt, room)
  const wholes = new Int32Array(memory.buffer, 0, 4)
  const leftSum = new Float64Array(memory.buffer, 16, 1)
  let count = 0
  return {
    enter({ begin, end }) {
      count = end - begin
      for (let i = 0; i < count; i++) {
        const row = rows[begin + i]!
        nodeRows[i] = row
        nodeWeights[i] = weights[row]!
        nodeSums[i] = sums[row]!
      }
      // The passes read eight at a time: those beyond the last weigh nothing.
      for (let i = count; i % 8 !== 0; i++) {
        nodeWeights[i] = 0
        nodeSums[i] = 0
      }
    },
    gather: column => gather(codesAt + 2 * column * matrix.rows, rowsAt, foundAt, count),
    sumLeft: cut => sumLeft(foundAt, weightsAt, sumsAt, count, cut),
    least: () => wholes[0]!,
    greatest: () => wholes[1]!,
    leftCount: () => wholes[2]!,
    leftWeight: () => wholes[3]!,
    leftSum: () => leftSum[0]!
  }
}
