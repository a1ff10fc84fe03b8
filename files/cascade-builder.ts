import { FileFault, quoteText } from './file-fault.ts'
import { readKind } from './read-kind.ts'
import type { TimeOrigin } from './table/answers.ts'

/** Maximum number of events of one cascade. Each needs 16 bytes of memory. */
export const maxEvents = 10_000_000

/** One post or reshare of a file. */
interface CascadeRow {
  readonly line: number
  readonly time: number
  /** NaN: unknown. */
  readonly followers: number
  readonly id: string | null
  readonly kind: string | null
  readonly authorId?: string | undefined
}

/** A cascade in order of time, the post first, at 0. */
export interface BuiltCascade {
  readonly times: Float64Array<ArrayBuffer>
  /** NaN where the followers are unknown. */
  readonly magnitudes: Float64Array<ArrayBuffer>
  /** Whether the rows were not in the order of time. */
  readonly wasSorted: boolean
  readonly duplicateCount: number
  /** The number of events whose followers are unknown. */
  readonly unknownFollowersCount: number
  /** Id of the author of the post. Undefined: unknown. */
  readonly postAuthorId: string | undefined
}

/** Collects the rows of one cascade, in any order. `take` empties it. */
export class CascadeBuilder {
  #times = new Float64Array(64)
  #followers = new Float64Array(64)
  #lines = new Float64Array(64)
  #count = 0
  #isRising = true
  #duplicateCount = 0
  #postPlace: number | null = null
  #hasReshare = false
  /** The author of the row that is the post so far: the earliest, or the one whose kind is post. */
  #postAuthor: { readonly time: number; readonly authorId: string | undefined } | null = null
  readonly #ids = new Map<string, number>()

  readonly #eventLimit: number

  constructor(eventLimit = maxEvents) {
    this.#eventLimit = eventLimit
  }

  /** Throws FileFault. */
  add({ line, time, followers, id, kind, authorId }: CascadeRow): void {
    if (id !== null && id !== '' && this.#isDuplicate(id, time, followers, line)) return
    if (this.#count >= this.#eventLimit)
      throw new FileFault(`more than ${this.#eventLimit} events in one cascade`, { line })
    if (kind !== null) this.#addKind(kind, line)
    const isPost = this.#postPlace === this.#count
    if (isPost || (this.#postPlace === null && time < (this.#postAuthor?.time ?? Number.POSITIVE_INFINITY)))
      this.#postAuthor = { time, authorId }
    if (this.#count === this.#times.length) this.#grow()
    if (this.#count > 0 && time < (this.#times[this.#count - 1] ?? 0)) this.#isRising = false
    this.#times[this.#count] = time
    this.#followers[this.#count] = followers
    this.#lines[this.#count] = line
    this.#count++
  }

  /** Returns the cascade and empties the builder. Throws FileFault if the first event cannot be the post. */
  take(origin: TimeOrigin): BuiltCascade {
    const order = this.#isRising && !this.#postPlace ? null : this.#sortedPlaces()
    const pick = (values: Float64Array<ArrayBuffer>) =>
      order === null ? values.slice(0, this.#count) : Float64Array.from(order, place => values[place] ?? 0)
    const times = pick(this.#times)
    const magnitudes = pick(this.#followers)
    const built = {
      times: origin === 'clock' ? sinceFirst(times) : times,
      magnitudes,
      wasSorted: !this.#isRising,
      duplicateCount: this.#duplicateCount,
      unknownFollowersCount: countUnknown(magnitudes),
      postAuthorId: this.#postAuthor?.authorId
    }
    this.#checkFirst(origin, order?.[0] ?? 0, times)
    this.#clear()
    return built
  }

  #checkFirst(origin: TimeOrigin, place: number, times: Float64Array): void {
    const line = this.#lines[place] ?? null
    const first = times[0] ?? 0
    if (this.#hasReshare && this.#postPlace === null)
      throw new FileFault('no row is the post: all are reshares', { line })
    if (this.#postPlace !== null && place !== this.#postPlace)
      throw new FileFault('a reshare is earlier than the post', { line })
    if (origin === 'post' && first !== 0)
      throw new FileFault(
        `the first event is at time ${first}, the post must be at 0. State the origin of the times: clock, if the first row is the post and times count from another moment`,
        { line, question: { answer: 'timeOrigin', choices: ['clock'] } }
      )
  }

  #addKind(kind: string, line: number): void {
    const read = readKind(kind)
    if (read === 'post' && this.#postPlace !== null)
      throw new FileFault(
        `line ${line} is a second post, the first is on line ${this.#lines[this.#postPlace]}`,
        { line }
      )
    if (read === 'post') this.#postPlace = this.#count
    if (read === 'reshare') this.#hasReshare = true
  }

  #isDuplicate(id: string, time: number, followers: number, line: number): boolean {
    const place = this.#ids.get(id)
    if (place === undefined) {
      this.#ids.set(id, this.#count)
      return false
    }
    if (this.#times[place] !== time || !Object.is(this.#followers[place], followers))
      throw new FileFault(
        `the id ${quoteText(id)} is on lines ${this.#lines[place]} and ${line} with different values. If it is not the id of an event, ignore this column`,
        { line, question: { answer: 'ignoreColumns', choices: [] } }
      )
    this.#duplicateCount++
    return true
  }

  // Stable. The post comes before other events with the same time.
  #sortedPlaces(): Int32Array {
    const rank = (place: number) => (place === this.#postPlace ? 0 : 1)
    return Int32Array.from({ length: this.#count }, (_, place) => place).sort(
      (a, b) => (this.#times[a] ?? 0) - (this.#times[b] ?? 0) || rank(a) - rank(b) || a - b
    )
  }

  #clear(): void {
    this.#count = 0
    this.#isRising = true
    this.#duplicateCount = 0
    this.#postPlace = null
    this.#postAuthor = null
    this.#hasReshare = false
    this.#ids.clear()
  }

  #grow(): void {
    this.#times = enlarge(this.#times)
    this.#followers = enlarge(this.#followers)
    this.#lines = enlarge(this.#lines)
  }
}

function enlarge(values: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(values.length * 2)
  larger.set(values)
  return larger
}

/** Counts the unknown (NaN) among the followers of the authors. */
function countUnknown(magnitudes: Float64Array): number {
  return magnitudes.reduce((count, each) => (Number.isNaN(each) ? count + 1 : count), 0)
}

/** Rounds to the microsecond, which is the precision of seconds since 1970 in a double. */
function sinceFirst(times: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
  const first = times[0] ?? 0
  return times.map(time => Math.round((time - first) * 1e6) / 1e6)
}
