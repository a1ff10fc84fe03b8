import { expect, test } from 'vitest'
import { ReadProof } from '../../../cascades/collector/read-proof.ts'

test('knows that a partition was read once the position has reached its end', () => {
  const proof = new ReadProof()
  expect(proof.readUntil(0)).toBeNull()
  proof.noteEnd(100, { first: 0, next: 5 })
  expect(proof.notePosition(4)).toBe(false)
  // Later ends wait until the earlier one is reached, so that steady appends do not postpone the proof forever.
  proof.noteEnd(600, { first: 0, next: 9 })
  proof.notePosition(5)
  expect(proof.readUntil(700)).toBe(100)
})

test('forgets a proof that is old, as while the stream is unavailable', () => {
  const proof = new ReadProof()
  proof.noteEnd(100, { first: 0, next: 0 })
  proof.notePosition(0)
  expect([5_100, 5_101].map(now => proof.readUntil(now))).toEqual([100, null])
})

test('reports a gap once when reading resumes, and none between regular proofs', () => {
  const proof = new ReadProof()
  const isGapAt = (at: number) => {
    proof.noteEnd(at, { first: 0, next: 3 })
    return proof.notePosition(3)
  }
  expect([0, 500, 1_000, 61_000, 61_500].map(isGapAt)).toEqual([true, false, false, true, false])
})

test('needs no position where all messages have expired or the rest has no content', () => {
  const proof = new ReadProof()
  proof.noteEnd(100, { first: 8, next: 8 })
  proof.notePosition(0)
  expect(proof.readUntil(100)).toBe(100)
  proof.noteEnd(200, { first: 0, next: 9 })
  proof.notePosition(8)
  expect([5_200, 5_201].map(now => proof.isSlow(now))).toEqual([false, true])
  proof.noteNothingLeft()
  proof.notePosition(8)
  expect(proof.readUntil(300)).toBe(200)
})
