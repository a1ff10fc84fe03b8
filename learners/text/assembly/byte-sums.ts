/*
AssemblyScript. `npm run compile:assembly` compiles this file to WebAssembly; ../byte-sums.generated.ts contains the result in
base64.

Purpose: the inner loop of a linear model on hashed n-grams: the sum of rows of a table of bytes. ../byte-sums.ts contains the
same in plain TypeScript: read it first. All numbers are integers, so both give the same sums.

Memory (../byte-sums-simd.ts allocates it and passes all addresses): sums as uint32, row numbers as uint32, the table of
`blocks` x 16 bytes a row. State: the table never changes after the start.
*/

/** Adds the rows of the table at `rows` to nothing and writes the sums of each column to `sums`. */
export function sumRows(rows: usize, count: i32, table: usize, blocks: i32, sums: usize): void {
  const stride = <usize>(blocks << 4)
  for (let block = 0; block < blocks; block++) {
    const column = table + ((<usize>block) << 4)
    let one = i32x4.splat(0)
    let two = i32x4.splat(0)
    let three = i32x4.splat(0)
    let four = i32x4.splat(0)
    let begin = 0
    while (begin < count) {
      // 257 bytes of 255 fit in 16 bits.
      const end = min(begin + 256, count)
      let low = i16x8.splat(0)
      let high = i16x8.splat(0)
      for (let at = begin; at < end; at++) {
        const bytes = v128.load(column + <usize>load<u32>(rows + ((<usize>at) << 2)) * stride)
        low = i16x8.add(low, i16x8.extend_low_i8x16_u(bytes))
        high = i16x8.add(high, i16x8.extend_high_i8x16_u(bytes))
      }
      one = i32x4.add(one, i32x4.extend_low_i16x8_u(low))
      two = i32x4.add(two, i32x4.extend_high_i16x8_u(low))
      three = i32x4.add(three, i32x4.extend_low_i16x8_u(high))
      four = i32x4.add(four, i32x4.extend_high_i16x8_u(high))
      begin = end
    }
    const into = sums + ((<usize>block) << 6)
    v128.store(into, one)
    v128.store(into, two, 16)
    v128.store(into, three, 32)
    v128.store(into, four, 48)
  }
}
