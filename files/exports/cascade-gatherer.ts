import { readAuthorId } from '../table/read-author-id.ts'
import type { NamedCascade } from '../table/table-cascades.ts'

/** A post as an export describes it. Times are in milliseconds since 1970. */
export interface ExportPost {
  readonly id: string
  readonly timeMs: number | null
  readonly followers: number | null
  /** Id of the author. Absent or null: unknown. */
  readonly authorId?: string | null
  readonly kind?: 'post' | 'quote' | 'reply'
}

interface ExportShare {
  readonly id: string
  /** The id of the reshared post, or of another reshare of it. */
  readonly of: string
  readonly timeMs: number
  readonly followers: number | null
  /** The time of the post, if its id contains it. */
  readonly postTimeMs?: number | null
}

/** What to do with unknown followers: keep them unknown, leave out the cascades that have any, or write 0. */
export const unknownFollowersChoices = ['keep', 'leave-out', 'zero'] as const
export type UnknownFollowers = (typeof unknownFollowersChoices)[number]

interface Gathered {
  readonly cascades: readonly NamedCascade[]
  readonly notes: readonly string[]
  /** The number of records left out for each reason. */
  readonly leftOut: Readonly<Record<string, number>>
}

interface Parts {
  readonly time: number
  readonly authorId: string | null
  readonly followers: number | null
  readonly shares: readonly ExportShare[]
}

/** Joins the posts and reshares of one or more exports, in any order, into cascades. */
export class CascadeGatherer {
  readonly #posts = new Map<string, ExportPost>()
  readonly #shares = new Map<string, ExportShare>()
  readonly #leftOut = new Map<string, number>()
  readonly #formats = new Set<string>()

  /** Whether no export has been read. */
  get isEmpty(): boolean {
    return this.#formats.size === 0
  }

  addFormat(format: string): void {
    this.#formats.add(format)
  }

  addPost(post: ExportPost): void {
    const known = this.#posts.get(post.id)
    this.#posts.set(post.id, {
      ...post,
      timeMs: known?.timeMs ?? post.timeMs,
      followers: known?.followers ?? post.followers,
      authorId: known?.authorId ?? post.authorId ?? null
    })
  }

  addShare(share: ExportShare): void {
    if (this.#shares.has(share.id)) this.leaveOut('duplicate ids')
    else this.#shares.set(share.id, share)
  }

  leaveOut(reason: string, count = 1): void {
    this.#leftOut.set(reason, (this.#leftOut.get(reason) ?? 0) + count)
  }

  /** Builds the cascades. */
  finish(unknownFollowers: UnknownFollowers = 'keep'): Gathered {
    const byPost = Map.groupBy(this.#shares.values(), share => this.#findPost(share))
    const cascades: NamedCascade[] = []
    let unknownCount = 0
    for (const [id, shares] of byPost) {
      const parts = this.#readParts(id, shares)
      if (parts === null) continue
      const missing = [parts, ...parts.shares].filter(({ followers }) => followers === null).length
      if (missing > 0 && unknownFollowers === 'leave-out') {
        this.leaveOut('cascades with unknown followers')
        this.leaveOut('events of these cascades without a number of followers', missing)
      } else {
        unknownCount += missing
        cascades.push(build(id, parts, unknownFollowers === 'zero' ? 0 : Number.NaN))
      }
    }
    this.#leaveOutLonePosts(byPost)
    return {
      cascades,
      notes: this.#describe(cascades, unknownCount, unknownFollowers),
      leftOut: Object.fromEntries(this.#leftOut)
    }
  }

  // A reshare of a reshare belongs to the first post.
  #findPost(share: ExportShare): string {
    const passed = new Set([share.id])
    let of = share.of
    for (
      let next = this.#shares.get(of);
      next !== undefined && !passed.has(of);
      next = this.#shares.get(of)
    ) {
      passed.add(of)
      of = next.of
    }
    return of
  }

  #readParts(id: string, shares: readonly ExportShare[]): Parts | null {
    const post = this.#posts.get(id)
    const time = post?.timeMs ?? shares.find(({ postTimeMs }) => postTimeMs != null)?.postTimeMs ?? null
    if (time === null) {
      this.leaveOut('reshares of posts whose time is unknown', shares.length)
      return null
    }
    const later = shares.filter(({ timeMs }) => timeMs >= time).toSorted((a, b) => a.timeMs - b.timeMs)
    if (later.length < shares.length)
      this.leaveOut('reshares dated before their post', shares.length - later.length)
    if (later.length === 0) return null
    return { time, authorId: post?.authorId ?? null, followers: post?.followers ?? null, shares: later }
  }

  #leaveOutLonePosts(byPost: ReadonlyMap<string, unknown>): void {
    const words = { post: 'posts', quote: 'quotes', reply: 'replies' } as const
    for (const { id, kind = 'post' } of this.#posts.values())
      if (!byPost.has(id)) this.leaveOut(`${words[kind]} without a reshare in the files`)
  }

  #describe(
    cascades: readonly NamedCascade[],
    unknownCount: number,
    unknownFollowers: UnknownFollowers
  ): string[] {
    const events = cascades.reduce((count, { times }) => count + times.length, 0)
    return [
      `Read as ${[...this.#formats].join(', ')}: ${cascades.length} ${cascades.length === 1 ? 'cascade' : 'cascades'} of ${events} events.`,
      ...(unknownCount === 0
        ? []
        : [
            `Followers unknown${unknownFollowers === 'zero' ? ', written as 0' : ''}: ${unknownCount} of these events.`
          ]),
      ...[...this.#leftOut].map(([reason, count]) => `Left out: ${reason} (${count}).`)
    ]
  }
}

function build(name: string, { time, authorId, followers, shares }: Parts, unknown: number): NamedCascade {
  const events = [{ timeMs: time, followers }, ...shares]
  return {
    name,
    times: Float64Array.from(events, ({ timeMs }) => Math.round((timeMs - time) * 1e3) / 1e6),
    magnitudes: Float64Array.from(events, each => each.followers ?? unknown),
    wasSorted: false,
    duplicateCount: 0,
    postAuthorId: readAuthorId(authorId ?? ''),
    unknownFollowersCount: events.filter(each => each.followers === null).length
  }
}
