import type { Observation } from './cascade.ts'

/** Whose followers an observation knows: those of (nearly) all authors, of the author of the post alone, or of nobody. */
export type FollowersKnown = 'all' | 'post' | 'none'

/** With a larger share of reshares by authors with unknown followers, the known ones say too little. */
const maxUnknownShare = 0.5

/**
 * Determines whose followers are known. A magnitude is NaN where it is unknown. Many exports write 0 instead: if the reshares
 * are all 0, their followers count as unknown, and so do those of a post of 0 that is alone or whose reshares are unknown.
 */
export function followersKnown({ magnitudes }: Pick<Observation, 'magnitudes'>): FollowersKnown {
  const reshares = magnitudes.length - 1
  let unknown = 0
  let isAnyPositive = false
  for (let i = 1; i <= reshares; i++) {
    if (Number.isNaN(magnitudes[i])) unknown++
    else if (magnitudes[i] > 0) isAnyPositive = true
  }
  const isPostKnown = magnitudes[0] > 0
  const knowsReshares = reshares === 0 ? isPostKnown : isAnyPositive && unknown <= maxUnknownShare * reshares
  if (knowsReshares) return 'all'
  return isPostKnown ? 'post' : 'none'
}

/** Reads a stored value. Null: it is none of them. */
export function readFollowersKnown(value: unknown): FollowersKnown | null {
  return value === 'all' || value === 'post' || value === 'none' ? value : null
}
