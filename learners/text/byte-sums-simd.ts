import { loadAssembly } from '../forest/load-assembly.ts'
import { type ByteRows, unpackRows } from './byte-rows.ts'
import { byteSumsModule } from './byte-sums.generated.ts'
import { type ByteSums, subtractColumns } from './plain-byte-sums.ts'

/** The exports of assembly/byte-sums.ts. */
interface Assembly {
  readonly memory: WebAssembly.Memory
  readonly sumRows: (rows: number, count: number, table: number, blocks: number, sums: number) => void
}

const PAGE_BYTES = 65_536
const LANES = 16

/** Null where SIMD is not available. Its memory holds the table with rows of a multiple of 16 bytes. */
export function buildSimdSums(byteRows: ByteRows): ByteSums | null {
  const assembly = loadAssembly<Assembly>(byteSumsModule)
  if (assembly === null) return null
  const { memory, sumRows } = assembly
  const { width, sizes } = byteRows
  const blocks = Math.ceil(width / LANES)
  const stride = blocks * LANES
  const tableAt = 4 * stride
  const tableBytes = sizes.length * stride
  const rowsAt = tableAt + tableBytes
  let capacity = 0
  const reserve = (wanted: number) => {
    if (wanted <= capacity) return
    const pages = Math.ceil((rowsAt + 4 * wanted) / PAGE_BYTES) - memory.buffer.byteLength / PAGE_BYTES
    if (pages > 0) memory.grow(pages)
    capacity = Math.floor((memory.buffer.byteLength - rowsAt) / 4)
    rows = new Uint32Array(memory.buffer, rowsAt, capacity)
    sums = new Uint32Array(memory.buffer, 0, width)
    table = new Uint8Array(memory.buffer, tableAt, tableBytes)
  }
  let rows = new Uint32Array(0)
  let sums = new Uint32Array(0)
  let table = new Uint8Array(0)
  reserve(4_096)
  unpackRows(byteRows, table, stride)
  return {
    rows(wanted) {
      reserve(wanted)
      return rows
    },
    sum(begin, end) {
      sumRows(rowsAt + 4 * begin, end - begin, tableAt, blocks, 0)
      return sums
    },
    differences: (count, one, other) => subtractColumns(table, stride, rows, count, one, other)
  }
}
