const PRIME1 = 0x9e3779b1
const PRIME2 = 0x85ebca77
const PRIME3 = 0xc2b2ae3d
const PRIME4 = 0x27d4eb2f
const PRIME5 = 0x165667b1

/**
 * xxHash32 (Y. Collet; seed 0) of `words` as little-endian bytes. It detects any damage to a single word, and other damage with
 * a probability of 1 - 2^-32. Not a signature. Cost: about 0.5 ms for each megabyte.
 */
export function checksum(words: Uint32Array): number {
  let hash = PRIME5
  let next = 0
  if (words.length >= 4) {
    let a = (PRIME1 + PRIME2) | 0
    let b = PRIME2 | 0
    let c = 0
    let d = -PRIME1 | 0
    for (; next + 4 <= words.length; next += 4) {
      a = mix(a, words[next])
      b = mix(b, words[next + 1])
      c = mix(c, words[next + 2])
      d = mix(d, words[next + 3])
    }
    hash = rotate(a, 1) + rotate(b, 7) + rotate(c, 12) + rotate(d, 18)
  }
  hash = (hash + words.length * 4) | 0
  for (; next < words.length; next++)
    hash = Math.imul(rotate((hash + Math.imul(words[next], PRIME3)) | 0, 17), PRIME4)
  hash = Math.imul(hash ^ (hash >>> 15), PRIME2)
  hash = Math.imul(hash ^ (hash >>> 13), PRIME3)
  return (hash ^ (hash >>> 16)) >>> 0
}

function mix(lane: number, word: number): number {
  return Math.imul(rotate((lane + Math.imul(word, PRIME2)) | 0, 13), PRIME1)
}

function rotate(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits))
}
