import { readFileSync } from 'node:fs'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { BoundedOutput } from '../../adapters/stream/kafka/records/bounded-output.ts'
import { crc32c } from '../../adapters/stream/kafka/records/crc32c.ts'
import { decompress } from '../../adapters/stream/kafka/records/decompress.ts'
import { decompressLz4 } from '../../adapters/stream/kafka/records/lz4.ts'
import { decodeRecordSet } from '../../adapters/stream/kafka/records/record-set.ts'
import { decompressSnappy } from '../../adapters/stream/kafka/records/snappy.ts'

const codecs = ['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const
const CODEC_NUMBER_AT = 22
const CHECKSUM_AT = 17

test('computes the CRC-32C of RFC 3720', () => {
  expect(crc32c(new Uint8Array(32))).toBe(0x8a9136aa)
  expect(crc32c(new Uint8Array(32).fill(0xff))).toBe(0x62a8ab43)
  expect(crc32c(Buffer.from('123456789'))).toBe(0xe3069283)
})

test.each(codecs)('decodes what librdkafka compresses with %s', async codec => {
  const messages = await decodeRecordSet(goldenBatch(`librdkafka-${codec}`))
  expect(messages).toHaveLength(200)
  expect(messages.map(({ offset }) => Number(offset))).toEqual(Array.from({ length: 200 }, (_, i) => i))
  expect(messages[150]).toMatchObject({ isControlRecord: false, headers: { n: Buffer.from('150') } })
  for (const [index, { key, value }] of messages.entries()) {
    expect(key?.toString()).toBe(`c${index % 3}`)
    expect(JSON.parse(value!.toString())).toMatchObject({
      id: `${index}`,
      subject: `c${index % 3}`,
      data: { time: 1_700_000_000 + index * 7, magnitude: (index * index * 31) % 997 }
    })
  }
})

test.each(
  [0, 1, 2].flatMap(format =>
    codecs.filter(codec => format === 2 || codec !== 'zstd').map(codec => [format, codec])
  )
)("decodes format %s of Java's client with %s", async (format, codec) => {
  const messages = await decodeRecordSet(goldenBatch(`java-v${format}-${codec}`))
  expect(messages.map(({ offset }) => Number(offset))).toEqual(
    Array.from({ length: 40 }, (_, i) => 1_000 + i)
  )
  for (const [index, { key, value, damage }] of messages.entries()) {
    expect(damage).toBeUndefined()
    expect(key?.toString()).toBe(index === 7 ? undefined : `c${index % 3}`)
    expect(value && JSON.parse(value.toString()).id).toBe(index === 9 ? null : `${index}`)
  }
})

test('marks the end of a transaction and the offset after it', async () => {
  const marker = goldenBatch('java-v2-abort-marker')
  expect(await decodeRecordSet(marker)).toMatchObject([
    { offset: '1040', isControlRecord: true, batchContext: { producerId: '7', inTransaction: true } },
    { offset: '1040', isPlaceholder: true, isControlRecord: false }
  ])
})

test('continues after a batch whose records were all compacted', async () => {
  const empty = Buffer.from(goldenBatch('java-v2-none').subarray(0, 61))
  empty.writeInt32BE(61 - 12, 8)
  empty.writeInt32BE(0, 57)
  expect(await decodeRecordSet(sealed(empty))).toMatchObject([{ offset: '1039', isPlaceholder: true }])
})

test.each([
  [
    'an unknown codec',
    (batch: Buffer) => sealed(batch.fill(5, CODEC_NUMBER_AT, CODEC_NUMBER_AT + 1)),
    'unknown codec, 5'
  ],
  ['a wrong checksum', (batch: Buffer) => batch.fill(0, 100, 101), 'checksum'],
  ['garbage in place of records', (batch: Buffer) => sealed(batch.fill(0xab, 61)), 'lz4: not an LZ4 frame'],
  ['a payload that ends too early', (batch: Buffer) => sealed(shortened(batch, 300)), 'end too early'],
  ['a record count that is too large', (batch: Buffer) => sealed(writeCount(batch, 201)), 'end too early'],
  [
    'an absurd record count',
    (batch: Buffer) => sealed(writeCount(batch, 2 ** 31 - 1)),
    'more than 250000 records'
  ],
  ['an unknown format', (batch: Buffer) => batch.fill(9, 16, 17), 'unknown format 9']
])('answers one message for a batch with %s, and decodes the next', async (_, spoil, reason) => {
  const spoiled = spoil(Buffer.from(goldenBatch('librdkafka-lz4')))
  const [damaged, ...others] = await decodeRecordSet(Buffer.concat([spoiled, goldenBatch('java-v2-lz4')]))
  expect(damaged).toMatchObject({
    value: null,
    damage: { first: 0, reason: expect.stringContaining(reason) }
  })
  expect(Number(damaged!.offset)).toBe(spoiled[16] === 9 ? 0 : 199)
  expect(others.map(({ offset }) => Number(offset))).toEqual(Array.from({ length: 40 }, (_, i) => 1_000 + i))
})

test.each(['java-v0-snappy', 'java-v1-lz4'])(
  'returns one damaged message for a corrupt one of %s',
  async name => {
    const batch = Buffer.from(goldenBatch(name)).fill(0xee, 60, 70)
    expect(await decodeRecordSet(batch)).toMatchObject([{ damage: { reason: 'the checksum is wrong' } }])
  }
)

test('leaves the incomplete end of an answer to the next fetch, but not an incomplete first batch', async () => {
  const whole = goldenBatch('java-v2-lz4')
  const next = goldenBatch('librdkafka-lz4')
  expect(await decodeRecordSet(Buffer.concat([whole, next.subarray(0, 700)]))).toHaveLength(40)
  expect(await decodeRecordSet(next.subarray(0, 700))).toMatchObject([
    { offset: '199', damage: { first: 0, reason: 'the bytes end too early' } }
  ])
})

test('decodes any bytes without rejecting', async () => {
  const batch = goldenBatch('java-v2-snappy')
  for (let at = 0; at < batch.length; at += 3)
    for (const byte of [0x00, 0x7f, 0xff]) {
      const spoiled = Buffer.from(batch).fill(byte, at, at + 1)
      expect((await decodeRecordSet(spoiled)).length).toBeGreaterThan(0)
      // The same with a correct checksum, so that the codec and the records are decoded.
      await decodeRecordSet(sealed(spoiled))
    }
})

test.each(['gzip', 'zstd', 'snappy', 'lz4'])('rejects a decompression bomb of %s', async codec => {
  const limit = 100_000
  const bomb = bombs[codec as keyof typeof bombs](limit + 1)
  const fits = bombs[codec as keyof typeof bombs](limit)
  const number = codecs.indexOf(codec as (typeof codecs)[number])
  expect((await decompress(fits, number, limit)).equals(Buffer.alloc(limit, 'x'))).toBe(true)
  await expect(decompress(bomb, number, limit)).rejects.toThrow('more than 100000 bytes when decompressed')
})

test('rejects a Snappy or LZ4 block that refers to bytes before its output', () => {
  expect(() => decompressSnappy(Buffer.from([4, 0b000_000_01, 1]), 100)).toThrow('refer to what is not there')
  const frame = Buffer.from([0x04, 0x22, 0x4d, 0x18, 0x40, 0x40, 0, 3, 0, 0, 0, 0x00, 9, 0, 0, 0, 0, 0])
  expect(() => decompressLz4(frame, 100)).toThrow('refer to what is not there')
})

test('reads LZ4 frames with a content size, checksums, stored blocks and skippable frames', () => {
  const skippable = Buffer.from([0x50, 0x2a, 0x4d, 0x18, 2, 0, 0, 0, 1, 2])
  const header = Buffer.from([0x04, 0x22, 0x4d, 0x18, 0x5c, 0x40, 3, 0, 0, 0, 0, 0, 0, 0, 0])
  const stored = Buffer.from([3, 0, 0, 0x80, 97, 98, 99, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])
  expect(decompressLz4(Buffer.concat([skippable, header, stored]), 100).toString()).toBe('abc')
})

test('repeats what overlaps itself', () => {
  const output = new BoundedOutput(100, 4)
  output.append(Buffer.from('ab'), 0, 2)
  output.repeat(2, 7)
  expect(output.take().toString()).toBe('ababababa')
})

function goldenBatch(name: string): Buffer {
  return readFileSync(new URL(`../fixtures/kafka-batches/${name}.bin`, import.meta.url))
}

/** Returns the batch with the checksum of its current bytes. */
function sealed(batch: Buffer): Buffer {
  if (batch.length >= CHECKSUM_AT + 4) batch.writeUInt32BE(crc32c(batch.subarray(21)), CHECKSUM_AT)
  return batch
}

function shortened(batch: Buffer, length: number): Buffer {
  batch.writeInt32BE(length - 12, 8)
  return batch.subarray(0, length)
}

function writeCount(batch: Buffer, count: number): Buffer {
  batch.writeInt32BE(count, 57)
  return batch
}

/** Compresses `x` repeated `length` times. */
const bombs = {
  gzip: (length: number) => gzipSync(Buffer.alloc(length, 'x')),
  zstd: (length: number) => zstdCompressSync(Buffer.alloc(length, 'x')),
  snappy(length: number) {
    const parts = [varint(length), Buffer.from([0, 120])]
    for (let left = length - 1; left > 0; left -= 64)
      parts.push(Buffer.from([((Math.min(left, 64) - 1) << 2) | 2, 1, 0]))
    return Buffer.concat(parts)
  },
  lz4(length: number) {
    const extra = length - 1 - 19 - 1
    const block = Buffer.concat([
      Buffer.from([0x1f, 120, 1, 0]),
      Buffer.alloc(Math.floor(extra / 255), 255),
      Buffer.from([extra % 255, 0x10, 120])
    ])
    const size = Buffer.alloc(4)
    size.writeUInt32LE(block.length)
    return Buffer.concat([Buffer.from([0x04, 0x22, 0x4d, 0x18, 0x40, 0x40, 0]), size, block, Buffer.alloc(4)])
  }
}

function varint(value: number): Buffer {
  const bytes: number[] = []
  for (let left = value; ; left = Math.floor(left / 128)) {
    if (left < 128) return Buffer.from([...bytes, left])
    bytes.push((left % 128) | 128)
  }
}
