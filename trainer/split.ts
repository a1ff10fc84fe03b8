import { hash } from './group-filter.ts'

/** What a split looks at. `endedAt`: epoch milliseconds. */
interface Case {
  readonly group: string
  readonly endedAt: number
}

interface SplitOptions {
  readonly seed: number
  /** Of the groups that may judge, those that ended last. */
  readonly heldOutShare: number
  /** But at least this many groups, where there are as many. */
  readonly minHeldOutGroups: number
  /** Cases ended after this, of groups the champion was not trained on, may judge it. Null: no champion. */
  readonly champion: { readonly cut: number; readonly isMember: (group: string) => boolean } | null
}

export interface Split<C extends Case> {
  readonly training: readonly C[]
  readonly heldOut: readonly C[]
  readonly heldOutGroups: number
}

/**
 * Keeps some whole groups out of training, to compare candidate and champion on: of those that ended after the
 * champion's training cut and are not in its training set, the last ones; where ends are equal, drawn by the seed.
 * Never more than half of all groups. All others train.
 */
export function split<C extends Case>(cases: readonly C[], options: SplitOptions): Split<C> {
  const { seed, heldOutShare, minHeldOutGroups, champion } = options
  const ends = new Map<string, { first: number; last: number }>()
  for (const { group, endedAt } of cases) {
    const { first, last } = ends.get(group) ?? { first: endedAt, last: endedAt }
    ends.set(group, { first: Math.min(first, endedAt), last: Math.max(last, endedAt) })
  }
  const eligible = [...ends]
    .filter(([group, { first }]) => !champion || (first > champion.cut && !champion.isMember(group)))
    .map(([group, { last }]) => ({ group, last, draw: hash(group, seed) }))
    .sort((a, b) => a.last - b.last || a.draw - b.draw || (a.group < b.group ? -1 : 1))
  const wanted = Math.max(Math.ceil(eligible.length * heldOutShare), minHeldOutGroups)
  const count = Math.min(wanted, eligible.length, Math.floor(ends.size / 2))
  const heldOut = new Set(eligible.slice(eligible.length - count).map(({ group }) => group))
  return {
    training: cases.filter(({ group }) => !heldOut.has(group)),
    heldOut: cases.filter(({ group }) => heldOut.has(group)),
    heldOutGroups: heldOut.size
  }
}
