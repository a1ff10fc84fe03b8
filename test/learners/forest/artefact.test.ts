import { expect, test } from 'vitest'
import { decodeArtefact, encodeArtefact } from '../../../learners/forest/artefact.ts'
import { checksum } from '../../../learners/forest/checksum.ts'
import { readForests, writeForests } from '../../../learners/forest/forest-artefact.ts'
import { buildLeafSamples } from '../../../learners/forest/leaf-samples.ts'
import { predictMean } from '../../../learners/forest/predict.ts'
import { rankMatrix } from '../../../learners/forest/ranks.ts'
import { trainForest } from '../../../learners/forest/train.ts'
import { Random } from '../../../learners/random.ts'
import { drawFriedman } from './friedman.ts'

const { matrix, targets } = drawFriedman(60, 5, 21)
const forest = trainForest(rankMatrix(matrix), targets, {
  kind: 'extra',
  trees: 4,
  bootstrap: true,
  featuresPerSplit: 2,
  minLeaf: 4,
  maxDepth: null,
  seed: 5
})
const good = encodeForest()

function encodeForest(): Uint8Array<ArrayBuffer> {
  const { header, arrays } = writeForests({ size: forest, ratio: forest })
  return encodeArtefact({ header: { forests: header, note: 'ünïcode' }, arrays: { ...arrays, targets } })
}

function load(bytes: Uint8Array) {
  const { header, arrays } = decodeArtefact(bytes)
  return readForests((header as { forests: never }).forests, arrays)
}

// Golden: python-xxhash 3.8.1, xxhash.xxh32(text).
test.each([
  ['', 0x02cc5d05],
  ['abcd', 0xa3643705],
  ['Nobody inspects the spammish repetition ', 0x32113e0d]
])('the checksum is xxHash32: %j', (text, expected) => {
  expect(checksum(new Uint32Array(new TextEncoder().encode(text).buffer))).toBe(expected)
})

test('decodes what it encoded, with the same bytes for the same content', () => {
  const { header, arrays } = decodeArtefact(good)
  expect(header).toMatchObject({ note: 'ünïcode' })
  expect(arrays.targets).toEqual(targets)
  const loaded = load(good)
  expect(loaded.size).toEqual(forest)
  expect(Object.keys(loaded)).toEqual(['size', 'ratio'])
  expect(encodeForest()).toEqual(good)
})

test('arrays are views of the bytes; unaligned bytes are copied, shared bytes are not', () => {
  expect(decodeArtefact(good).arrays.targets!.buffer).toBe(good.buffer)
  const askew = new Uint8Array(good.length + 3)
  askew.set(good, 3)
  const { arrays } = decodeArtefact(askew.subarray(3))
  expect(arrays.targets).toEqual(targets)
  expect(arrays.targets!.buffer).not.toBe(askew.buffer)
  expect(decodeArtefact(Buffer.from(askew.buffer, 3)).arrays.targets).toEqual(targets)
  const shared = new Uint8Array(new SharedArrayBuffer(good.length))
  shared.set(good)
  expect(load(shared).size!.thresholds.buffer).toBe(shared.buffer)
})

test('rejects each of 10,000 damaged artefacts with a reason', () => {
  const random = new Random(22)
  for (let round = 0; round < 10_000; round++) {
    const damaged = damage(good, random)
    expect(() => decodeArtefact(damaged)).toThrow(TypeError)
  }
})

test('rejects 10,000 artefacts damaged before the checksum with a reason, or decodes a valid model', () => {
  const random = new Random(23)
  const queries = drawFriedman(3, 5, 24).matrix
  let sound = 0
  for (let round = 0; round < 10_000; round++) {
    const damaged = damage(good, random)
    const words = new Uint32Array(damaged.buffer, 0, damaged.length >>> 2)
    if (words.length > 4) words[3] = checksum(words.subarray(4))
    try {
      const loaded = load(damaged)
      for (const each of Object.values(loaded)) {
        if (each.columns !== 5) continue
        for (const mean of predictMean(each, queries)) expect(mean).not.toBeNaN()
        buildLeafSamples(each, queries, new Uint32Array(each.rows)).collect(0, 1)
      }
      sound++
    } catch (error) {
      expect(error).toBeInstanceOf(TypeError)
    }
  }
  // Most bits of a threshold may be anything; most of the rest may not.
  expect(sound).toBeGreaterThan(500)
  expect(sound).toBeLessThan(8_000)
})

function damage(bytes: Uint8Array, random: Random): Uint8Array<ArrayBuffer> {
  const damaged = Uint8Array.from(bytes)
  const kind = random.integer(10)
  if (kind === 0) return damaged.slice(0, random.integer(damaged.length))
  if (kind === 1) return Uint8Array.from([...damaged, ...new Array(8 * (1 + random.integer(3))).fill(0)])
  const at = random.integer(damaged.length)
  if (kind === 2) {
    // One 8-byte word copied over another.
    const to = (at >>> 3) << 3
    const from = random.integer(damaged.length >>> 3) << 3
    damaged.copyWithin(to, from, from + 8)
    if (damaged.every((byte, i) => byte === bytes[i])) damaged[to]! ^= 1
  } else if (kind < 6) damaged[at]! ^= 1 << random.integer(8)
  else
    for (let i = 0; i <= random.integer(4); i++)
      damaged[(at + i) % damaged.length]! += 1 + random.integer(255)
  return damaged
}

test('rejects a forest that would loop or leave its arrays, and names it', () => {
  const faults: [(broken: ReturnType<typeof copyForest>) => void, RegExp][] = [
    [broken => broken.links.fill(0), /leads out of its tree/],
    [broken => broken.features.fill(4), /leads out of its tree/],
    [broken => broken.features.set([77]), /reads a column that does not exist/],
    [broken => broken.thresholds.set([NaN]), /node 0 holds NaN/],
    [broken => broken.leafRows.fill(60), /out of bounds|row 60 of 60/],
    [broken => broken.roots.set([1]), /roots/],
    [broken => broken.gains.set([Infinity]), /gains/]
  ]
  for (const [harm, reason] of faults) {
    const broken = copyForest()
    harm(broken)
    const { header, arrays } = writeForests({ size: broken })
    expect(() => readForests(header, arrays)).toThrow(reason)
  }
  const { header, arrays } = writeForests({ size: forest })
  expect(() => readForests(header, { ...arrays, 'size.links': new Float64Array(1) })).toThrow(
    'links is missing'
  )
  expect(() => readForests({ size: { ...forest, columns: 6 } as never }, arrays)).toThrow('gains')
  expect(() => readForests({ size: null }, arrays)).toThrow('undefined columns')
})

function copyForest() {
  const { roots, features, thresholds, links, leafRows, gains } = forest
  const copies = { roots, features, thresholds, links, leafRows, gains }
  return { ...forest, ...structuredClone(copies) }
}

test('rejects another version, another file and an array that does not fit', () => {
  const newer = Uint8Array.from(good)
  newer[8] = 2
  expect(() => decodeArtefact(newer)).toThrow('its format version is 2; this code reads 1')
  expect(() => decodeArtefact(new TextEncoder().encode('{"forest": []}'))).toThrow('the magic word')
  expect(() => decodeArtefact(new Uint8Array(0))).toThrow('the magic word')
  expect(() => encodeArtefact({ header: null, arrays: { __proto__x: targets } })).toThrow('cannot be named')
})

test('500 samples, 100 trees and their leaf rows fit 0.3 MB', () => {
  const train = drawFriedman(500, 42, 25)
  const options = { kind: 'extra', trees: 100, bootstrap: true, featuresPerSplit: 16, minLeaf: 4 } as const
  const size = trainForest(rankMatrix(train.matrix), train.targets, { ...options, maxDepth: null, seed: 1 })
  const { header, arrays } = writeForests({ size })
  const bytes = encodeArtefact({ header, arrays: { ...arrays, targets: train.targets } })
  expect(bytes.length).toBeLessThanOrEqual(300_000)
})
