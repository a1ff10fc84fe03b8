import type { LeafSample } from '../../learners/forest/leaf-samples.ts'

/**
 * Gives more weight to past cascades of the same author. A training case is weighted by 1 + boost s, where s says how surely its
 * post and that of the query have one author: 1 or 0 where the ids of both are known. Otherwise few authors have the same number
 * of followers, so s = e^(-(d / bandwidth)^2 / 2), where d is the difference between the log followers of the posts, and 0 where
 * the forests do not read them. Only cases in the leaf samples of the query are weighted. Boost 0 disables the weighting.
 */
export interface AuthorMemory {
  /** Null: the forests do not read the followers of the post. */
  readonly followers: PostFollowers | null
  /** Hashes of the ids of the authors, by training row (author-hash.ts); -1: unknown. Null: none is known. */
  readonly authors: Float64Array | null
  readonly bandwidth: number
  readonly boost: number
}

interface PostFollowers {
  /** The index of logPostFollowers among the columns that the forests read. */
  readonly column: number
  /** Log followers of the post, by training row. */
  readonly logs: Float64Array
}

/** The author of the query's post, as far as it is known. */
interface QueryAuthor {
  /** The hash of the author's id. */
  readonly author?: number | undefined
  /** The columns that the forests read. */
  readonly values: ArrayLike<number>
}

/** The choices that training compares; the first disables the weighting. An account gains about 1 % of followers in weeks. */
export const authorChoices: readonly Pick<AuthorMemory, 'bandwidth' | 'boost'>[] = [
  { bandwidth: 0.01, boost: 0 },
  ...[0.01, 0.03].flatMap(bandwidth => [1, 3, 10, 30].map(boost => ({ bandwidth, boost })))
]

interface AuthorOfRow {
  readonly author?: number | undefined
  readonly values: readonly number[]
}

/** The memory of these training rows, disabled. Null: nothing distinguishes their authors. `column`: see PostFollowers. */
export function buildAuthorMemory(rows: readonly AuthorOfRow[], column: number | null): AuthorMemory | null {
  const hasIds = rows.some(({ author }) => author !== undefined)
  if (column === null && !hasIds) return null
  return {
    followers:
      column === null ? null : { column, logs: Float64Array.from(rows, ({ values }) => values[column]) },
    authors: hasIds ? Float64Array.from(rows, ({ author = -1 }) => author) : null,
    ...authorChoices[0]
  }
}

/** Multiplies the weights of a leaf sample by the author weights. `order`: the training row of each rank. Cost O(sample). */
export function recallAuthor(
  memory: AuthorMemory,
  query: QueryAuthor,
  order: Uint32Array,
  { ranks, weights }: LeafSample
): void {
  if (memory.boost === 0) return
  for (let i = 0; i < ranks.length; i++)
    weights[i] *= 1 + memory.boost * rateSameness(memory, query, order[ranks[i]])
}

function rateSameness(
  { followers, authors, bandwidth }: AuthorMemory,
  { author, values }: QueryAuthor,
  row: number
): number {
  const known = authors === null ? -1 : authors[row]
  if (author !== undefined && known >= 0) return author === known ? 1 : 0
  if (followers === null) return 0
  const distance = (followers.logs[row] - values[followers.column]) / bandwidth
  return Math.abs(distance) < 6 ? Math.exp((-distance * distance) / 2) : 0
}
