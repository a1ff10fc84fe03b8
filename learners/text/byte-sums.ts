import type { ByteRows } from './byte-rows.ts'
import { buildSimdSums } from './byte-sums-simd.ts'
import { type ByteSums, buildPlainSums } from './plain-byte-sums.ts'

/** With WebAssembly SIMD where it is available. */
export function buildByteSums(rows: ByteRows): ByteSums {
  return buildSimdSums(rows) ?? buildPlainSums(rows)
}
