/**
 * Writes two independent 32-bit hashes of an id to `into` (murmur3 mixing over UTF-16 units, two seeds). The probability of a
 * collision of these 64 bits among a million ids is below 3e-8. Not a signature. Stored hashes depend on it: it never changes.
 * Cost: a few ns for each character.
 */
export function hashText(id: string, into: Uint32Array, at: number): void {
  let low = 0x9747b28c
  let high = 0x3c6ef372
  for (let index = 0; index < id.length; index++) {
    const unit = Math.imul(id.charCodeAt(index), 0xcc9e2d51)
    low = Math.imul(low ^ ((unit << 15) | (unit >>> 17)), 0x85ebca6b)
    low = (low << 13) | (low >>> 19)
    high = Math.imul(high ^ ((unit << 13) | (unit >>> 19)), 0xc2b2ae35)
    high = (high << 17) | (high >>> 15)
  }
  into[at] = finish(low ^ id.length)
  into[at + 1] = finish(high ^ Math.imul(id.length, 0x1b873593))
}

function finish(word: number): number {
  let mixed = word
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return (mixed ^ (mixed >>> 16)) >>> 0
}
