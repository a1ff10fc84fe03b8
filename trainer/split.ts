import { hash } from './group-filter.ts'

/** A case to split. `endedAt`: epoch milliseconds. */
interface Case {
  readonly group: string
  readonly endedAt: number
}

interface SplitOptions {
  readonly seed: number
  /** The share of the eligible groups that is held out: those that ended last. */
  readonly heldOutShare: number
  /** The minimum number of held-out groups, if there are enough. */
  readonly minHeldOutGroups: number
  /** See findEligible. Null: no champion, so all groups are eligible. */
  readonly champion: { readonly cut: number; readonly isMember: (group: string) => boolean } | null
}

interface Split<C extends Case> {
  readonly training: readonly C[]
  readonly heldOut: readonly C[]
  readonly heldOutGroups: number
}

/**
 * The groups on which candidate and champion may be compared, with the end of each: they ended after the training cut of the
 * champion and are not in its training set.
 */
export function findEligible(
  cases: readonly Case[],
  champion: SplitOptions['champion']
): ReadonlyMap<string, number> {
  const ends = new Map<string, { first: number; last: number }>()
  for (const { group, endedAt } of cases) {
    const { first, last } = ends.get(group) ?? { first: endedAt, last: endedAt }
    ends.set(group, { first: Math.min(first, endedAt), last: Math.max(last, endedAt) })
  }
  return new Map(
    [...ends]
      .filter(([group, { first }]) => !champion || (first > champion.cut && !champion.isMember(group)))
      .map(([group, { last }]) => [group, last])
  )
}

/**
 * Holds out some groups for the comparison of candidate and champion: the eligible ones that ended last; the seed decides between equal ends. At most
 * half of all groups are held out. All others are the training set.
 */
export function split<C extends Case>(cases: readonly C[], options: SplitOptions): Split<C> {
  const { seed, heldOutShare, minHeldOutGroups, champion } = options
  const groupCount = new Set(cases.map(({ group }) => group)).size
  const eligible = [...findEligible(cases, champion)]
    .map(([group, last]) => ({ group, last, draw: hash(group, seed) }))
    .sort((a, b) => a.last - b.last || a.draw - b.draw || (a.group < b.group ? -1 : 1))
  const wanted = Math.max(Math.ceil(eligible.length * heldOutShare), minHeldOutGroups)
  const count = Math.min(wanted, eligible.length, Math.floor(groupCount / 2))
  const heldOut = new Set(eligible.slice(eligible.length - count).map(({ group }) => group))
  return {
    training: cases.filter(({ group }) => !heldOut.has(group)),
    heldOut: cases.filter(({ group }) => heldOut.has(group)),
    heldOutGroups: heldOut.size
  }
}
