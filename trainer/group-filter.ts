/**
 * A Bloom filter of the groups that a version was trained on, with 10 bits for each group, for its manifest. It has no false
 * negatives. About 1 % of other groups are false positives; each costs one held-out group or one score.
 */
const bitsPerGroup = 10
const probes = 7

/** Encodes the filter of these groups as base64. */
export function writeGroupFilter(groups: ReadonlySet<string>): string {
  const bytes = new Uint8Array(Math.max(1, Math.ceil((groups.size * bitsPerGroup) / 8)))
  for (const group of groups)
    for (const bit of bitsOf(group, bytes.length * 8)) bytes[bit >>> 3]! |= 1 << (bit & 7)
  return Buffer.from(bytes).toString('base64')
}

/** Decodes a filter to its membership test. Without a filter no group is a member. */
export function readGroupFilter(filter: string | undefined): (group: string) => boolean {
  if (filter === undefined) return () => false
  const bytes = Buffer.from(filter, 'base64')
  return group =>
    bytes.length > 0 && bitsOf(group, bytes.length * 8).every(bit => (bytes[bit >>> 3]! >>> (bit & 7)) & 1)
}

/** Double hashing (Kirsch and Mitzenmacher 2006): two hashes give all probes. */
function bitsOf(group: string, size: number): readonly number[] {
  const first = hash(group, 0x811c9dc5)
  const second = hash(group, 0x1000193) | 1
  return Array.from({ length: probes }, (_, probe) => ((first + Math.imul(probe, second)) >>> 0) % size)
}

/** A 32-bit hash of a text, with the finalizer of MurmurHash3. */
export function hash(text: string, seed: number): number {
  let state = seed | 0
  for (let i = 0; i < text.length; i++) state = Math.imul(state ^ text.charCodeAt(i), 0x01000193)
  state = Math.imul(state ^ (state >>> 16), 0x85ebca6b)
  state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35)
  return (state ^ (state >>> 16)) >>> 0
}
