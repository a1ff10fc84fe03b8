import { InvalidArgumentError } from 'commander'
import {
  type FollowerLaw,
  lognormalFollowers,
  powerLawFollowers
} from '../predictors/cascade-size/followers.ts'

/** A distribution of follower counts and the text that named it. */
export interface NamedFollowerLaw extends FollowerLaw {
  readonly text: string
}

/** Parses 'power-law:MAXIMUM' and 'lognormal:MEDIAN:DEVIATION'. */
export function followerLaw(text: string): NamedFollowerLaw {
  const [name, ...words] = text.split(':')
  const [first = Number.NaN, second = Number.NaN] = words.map(Number)
  if (name === 'power-law' && words.length === 1 && first > 1) return { ...powerLawFollowers(first), text }
  if (
    name === 'lognormal' &&
    words.length === 2 &&
    first > 0 &&
    second > 0 &&
    Number.isFinite(first * second)
  )
    return { ...lognormalFollowers(first, second), text }
  throw new InvalidArgumentError('Must be power-law:MAXIMUM or lognormal:MEDIAN:DEVIATION.')
}
