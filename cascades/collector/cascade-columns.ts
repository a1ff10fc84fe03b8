import type { Source } from './sources.ts'

const FIRST_CAPACITY = 16

/**
 * The open cascades of a partition, stored in columns: one array for each property, indexed by the cascade's number. A
 * number is reused once its cascade is released. Times are epoch seconds unless a comment says otherwise.
 *
 *     number            0      1      2      3
 *     ids              'a'    ''     'b'    'c'        '': the number is free
 *     origin           100     -     NaN    120        NaN: the post has not arrived yet
 *     nextWindow       300     -     300    Infinity   seconds after the post
 *     nextAge        10800     -   10800    21600      seconds after the post
 *     scheduledAt      400     -     160    720        newest timer in the heap of its source
 *     isChanged          1     0       0      1        1: differs from the database
 */
export class CascadeColumns {
  /** Empty: the number is free. */
  readonly ids: string[] = []
  readonly sources: Source[] = []
  readonly windowsDone: (readonly number[])[] = []
  /** Id of the author of the post; null: unknown. */
  readonly postAuthors: (string | null)[] = []
  /** Time of the post; NaN: not known yet. */
  origin = new Float64Array(FIRST_CAPACITY)
  firstTime = new Float64Array(FIRST_CAPACITY)
  lastTime = new Float64Array(FIRST_CAPACITY)
  /** NaN: the cascade is open. */
  endedAt = new Float64Array(FIRST_CAPACITY)
  /** The next window, in seconds since the post; Infinity: no window is left. */
  nextWindow = new Float64Array(FIRST_CAPACITY)
  /** The next later age at which it is forecast again, in seconds since the post; Infinity: none is left. */
  nextAge = new Float64Array(FIRST_CAPACITY)
  /** Age at its latest forecast, in seconds; 0: it has none. */
  forecastAge = new Float64Array(FIRST_CAPACITY)
  /** The interval of its latest forecast. NaN and Infinity: it has no answer yet; 0 and Infinity: the answer has none. */
  low = new Float64Array(FIRST_CAPACITY)
  high = new Float64Array(FIRST_CAPACITY)
  /** Number of its extra forecasts, and the time of the latest one that was due; NaN: none. */
  extraCount = new Uint8Array(FIRST_CAPACITY)
  extraAt = new Float64Array(FIRST_CAPACITY)
  /** Time of its next extra forecast beside the later ages; Infinity: none is planned. */
  extraDue = new Float64Array(FIRST_CAPACITY)
  /** Index in `extraReasons` of that forecast. */
  extraReason = new Uint8Array(FIRST_CAPACITY)
  /** When it was last loaded to look for the answer to its latest forecast; 0: never. */
  checkedAt = new Float64Array(FIRST_CAPACITY)
  /** Time of the first event after its latest quiet phase (NaN: none), and the number of events since, at most 255. */
  resumedAt = new Float64Array(FIRST_CAPACITY)
  resumedEvents = new Uint8Array(FIRST_CAPACITY)
  /** Since when it grows faster than expected (NaN: it does not), and when that was last announced (NaN: never). */
  fasterSince = new Float64Array(FIRST_CAPACITY)
  fasterAt = new Float64Array(FIRST_CAPACITY)
  /** Time of the cascade's newest entry in the source's heap; NaN: none. */
  scheduledAt = new Float64Array(FIRST_CAPACITY)
  /** Index of the post among the cascade's events, by arrival; negative: the post has not arrived. */
  post = new Int32Array(FIRST_CAPACITY)
  chunks = new Uint32Array(FIRST_CAPACITY)
  revision = new Uint32Array(FIRST_CAPACITY)
  isAdopted = new Uint8Array(FIRST_CAPACITY)
  /** Index in `provenances`. */
  provenance = new Uint8Array(FIRST_CAPACITY)
  /** Differs from the row or the chunks in the database. */
  isChanged = new Uint8Array(FIRST_CAPACITY)
  /** Changed since the last checkpoint. */
  isFresh = new Uint8Array(FIRST_CAPACITY)
  /** Changed by more than new events, so the journal alone cannot restore it. */
  isAltered = new Uint8Array(FIRST_CAPACITY)
  /** Used since the last pass of eviction. */
  isTouched = new Uint8Array(FIRST_CAPACITY)

  /** Initialises the row of a new cascade; grows the columns when they are full. */
  protected resetRow(number: number, id: string, source: Source): void {
    if (number === this.origin.length) this.#grow()
    this.ids[number] = id
    this.sources[number] = source
    this.postAuthors[number] = null
    this.origin[number] = Number.NaN
    this.firstTime[number] = Number.POSITIVE_INFINITY
    this.lastTime[number] = 0
    this.endedAt[number] = Number.NaN
    this.forecastAge[number] = 0
    this.low[number] = 0
    this.high[number] = Number.POSITIVE_INFINITY
    this.extraCount[number] = 0
    this.extraAt[number] = Number.NaN
    this.extraDue[number] = Number.POSITIVE_INFINITY
    this.checkedAt[number] = 0
    this.extraReason[number] = 0
    this.fasterSince[number] = Number.NaN
    this.fasterAt[number] = Number.NaN
    this.resumedAt[number] = Number.NaN
    this.resumedEvents[number] = 0
    this.scheduledAt[number] = Number.NaN
    this.post[number] = -1
    this.chunks[number] = 0
    this.revision[number] = 0
    this.isAdopted[number] = 0
    this.provenance[number] = 0
    this.isChanged[number] = 0
    this.isFresh[number] = 0
    this.isAltered[number] = 0
    this.isTouched[number] = 1
  }

  #grow(): void {
    const capacity = 2 * this.origin.length
    const real = (column: Float64Array<ArrayBuffer>) => new Float64Array(column.buffer.transfer(8 * capacity))
    const flag = (column: Uint8Array<ArrayBuffer>) => new Uint8Array(column.buffer.transfer(capacity))
    this.origin = real(this.origin)
    this.firstTime = real(this.firstTime)
    this.lastTime = real(this.lastTime)
    this.endedAt = real(this.endedAt)
    this.nextWindow = real(this.nextWindow)
    this.nextAge = real(this.nextAge)
    this.forecastAge = real(this.forecastAge)
    this.low = real(this.low)
    this.high = real(this.high)
    this.extraCount = flag(this.extraCount)
    this.extraAt = real(this.extraAt)
    this.extraDue = real(this.extraDue)
    this.checkedAt = real(this.checkedAt)
    this.extraReason = flag(this.extraReason)
    this.fasterSince = real(this.fasterSince)
    this.fasterAt = real(this.fasterAt)
    this.resumedAt = real(this.resumedAt)
    this.resumedEvents = flag(this.resumedEvents)
    this.scheduledAt = real(this.scheduledAt)
    this.post = new Int32Array(this.post.buffer.transfer(4 * capacity))
    this.chunks = new Uint32Array(this.chunks.buffer.transfer(4 * capacity))
    this.revision = new Uint32Array(this.revision.buffer.transfer(4 * capacity))
    this.isAdopted = flag(this.isAdopted)
    this.provenance = flag(this.provenance)
    this.isChanged = flag(this.isChanged)
    this.isFresh = flag(this.isFresh)
    this.isAltered = flag(this.isAltered)
    this.isTouched = flag(this.isTouched)
  }
}
