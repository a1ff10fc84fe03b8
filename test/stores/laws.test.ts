import { expect, test } from 'vitest'
import { Random } from '../../learners/random.ts'
import type { Claim, ClaimedPrediction, Prediction } from '../../stores/predictions.ts'
import { openStores, type Stores, testSettings } from '../harness/open-stores.ts'
import { buildSetClock, type SetClock } from '../harness/set-clock.ts'

/** The expected state of one prediction, to compare with its rows. */
interface Known {
  readonly id: string
  /** The observed end of each generation. */
  readonly ends: Map<number, string>
}

const STEPS = 120

/** Stores under random operations: workers that finish, fail, hang and write too late; callers; time; crashes. */
class Trial {
  readonly #random: Random
  readonly #stores: Stores
  readonly #clock: SetClock
  readonly #known: Known[] = []
  /** All claims of all workers, lost ones included, for late writes. */
  readonly #claimed: ClaimedPrediction[] = []
  readonly #messages: { readonly id: string; readonly generation: number }[] = []

  constructor(seed: number, stores: Stores, clock: SetClock) {
    this.#random = new Random(seed)
    this.#stores = stores
    this.#clock = clock
  }

  async step(): Promise<void> {
    const steps = [
      () => this.#accept(),
      () => this.#relay(),
      () => this.#relay(),
      () => this.#claim(),
      () => this.#claim(),
      () => this.#finish(),
      () => this.#postpone(),
      () => this.#release(),
      () => this.#cancel(),
      () => this.#retry(),
      () => this.#stores.predictions.reap(),
      () => this.#stores.predictions.reap({ isFresh: true }),
      async () => this.#clock.advance(this.#random.integer(20_000))
    ]
    await steps[this.#random.integer(steps.length)]!()
    await this.#look()
  }

  /** Advances time and runs workers, without callers and crashes, until every prediction has ended. */
  async settle(): Promise<void> {
    for (let round = 0; round < 40; round++) {
      this.#clock.advance(15_000)
      await this.#stores.predictions.reap()
      await this.#relay()
      await this.#look()
    }
    this.#clock.advance(testSettings.deadlineSeconds * 1000)
    await this.#stores.predictions.reap()
    const rows = await this.#look()
    expect(rows.filter(row => row.finishedAt === null)).toEqual([])
  }

  async #accept(): Promise<void> {
    const count = 1 + this.#random.integer(3)
    const made = await Promise.all(
      Array.from({ length: count }, () =>
        this.#stores.predictions.accept({
          predictor: 'echo',
          subject: null,
          slice: null,
          input: '{}',
          pinnedVersion: null,
          callback: 'https://example.com/hook',
          requestId: null,
          deadlineAt: this.#clock.now() + 10_000 + this.#random.integer(200_000)
        })
      )
    )
    for (const { id } of made) this.#known.push({ id, ends: new Map() })
  }

  /** Acts as relay and queue: delivers every due message, some of them twice. */
  async #relay(): Promise<void> {
    const due = await this.#stores.outbox.due('job', 'predict.echo', 1000)
    this.#messages.push(...due.map(job => JSON.parse(job.payload)))
    if (this.#random.uniform() < 0.2) return
    await this.#stores.database.write(transaction =>
      this.#stores.outbox.remove(
        transaction,
        due.map(job => job.sequence)
      )
    )
  }

  async #claim(): Promise<void> {
    const count = Math.min(this.#messages.length, 1 + this.#random.integer(4))
    const messages = Array.from({ length: count }, () => this.#pick(this.#messages)!)
    const owner = `w${this.#random.integer(3)}`
    const before = await this.#rows()
    const claims = await this.#stores.predictions.claim(messages, owner, 10)
    for (const claim of claims) {
      const row = before.get(claim.id)!
      expect(row.state).toBe('queued')
      expect(claim.attempt).toBe(row.attempts + 1)
      expect(claim.attempt).toBeLessThanOrEqual(testSettings.maxAttempts)
    }
    expect(new Set(claims.map(claim => claim.id)).size).toBe(claims.length)
    this.#claimed.push(...claims)
  }

  async #finish(): Promise<void> {
    const claim = this.#pick(this.#claimed)
    if (!claim) return
    const isCurrent = await this.#isCurrent(claim)
    const isSuccess = this.#random.uniform() < 0.7
    const made = { claim, modelVersion: 1, modelChecksum: 'c', timings: null }
    const [written] = await this.#stores.predictions.finish([
      isSuccess
        ? { ...made, state: 'succeeded', output: `{"n":${this.#random.uint32()}}`, features: null }
        : { ...made, state: 'failed', code: 'internal', reason: 'a bug' }
    ])
    expect(written).toBe(isCurrent ? 'written' : 'stale')
  }

  async #postpone(): Promise<void> {
    const claim = this.#pick(this.#claimed)
    if (!claim) return
    const isCurrent = await this.#isCurrent(claim)
    const [written] = await this.#stores.predictions.postpone([
      { claim, code: 'thread-crashed', reason: 'died' }
    ])
    expect(written).toBe(isCurrent ? 'written' : 'stale')
  }

  async #release(): Promise<void> {
    const claim = this.#pick(this.#claimed)
    if (!claim) return
    const isCurrent = await this.#isCurrent(claim)
    expect(await this.#stores.predictions.release([claim])).toEqual([isCurrent ? 'written' : 'stale'])
  }

  async #cancel(): Promise<void> {
    const known = this.#pick(this.#known)
    if (known) await this.#stores.predictions.cancel(known.id)
  }

  async #retry(): Promise<void> {
    const known = this.#pick(this.#known)
    if (known) await this.#stores.predictions.retry(known.id, this.#clock.now() + 100_000)
  }

  /** A released attempt frees its number: the last claim with that number is the valid one. */
  async #isCurrent(claim: Claim): Promise<boolean> {
    const row = (await this.#stores.predictions.get(claim.id))!
    const last = this.#claimed.findLast(({ id }) => id === claim.id)
    return row.state === 'running' && last === claim
  }

  async #rows(): Promise<ReadonlyMap<string, Prediction>> {
    const { items } = await this.#stores.predictions.list({}, { limit: 1000 })
    return new Map(items.map(row => [row.id, row]))
  }

  async #look(): Promise<readonly Prediction[]> {
    const rows = await this.#rows()
    expect(rows.size).toBe(this.#known.length)
    for (const { id, ends } of this.#known) {
      const row = rows.get(id)!
      const hasEnded = ['succeeded', 'failed', 'canceled'].includes(row.state)
      expect(row.finishedAt !== null).toBe(hasEnded)
      expect(row.keepUntil !== null).toBe(hasEnded)
      expect(row.attempts).toBeLessThanOrEqual(testSettings.maxAttempts)
      if (!hasEnded) continue
      const end = `${row.state} ${row.output} ${row.finishedAt} ${row.error?.code}`
      expect(ends.get(row.generation) ?? end).toBe(end)
      ends.set(row.generation, end)
    }
    return [...rows.values()]
  }

  /** Every end has exactly one message and one webhook. */
  async checkAnnouncements(): Promise<void> {
    const { database } = this.#stores
    const ends = this.#known.flatMap(({ id, ends }) =>
      [...ends.keys()].map(generation => `${id}.${generation}`)
    )
    const messages = await database.reader
      .selectFrom('outbox')
      .select('id')
      .where('kind', '=', 'message')
      .execute()
    expect(messages.map(row => row.id).sort()).toEqual(ends.sort())
    const webhooks = await database.reader.selectFrom('webhook_deliveries').select('id').execute()
    expect(webhooks.map(row => row.id).sort()).toEqual(ends.map(id => `msg_${id}`).sort())
  }

  #pick<Item>(items: readonly Item[]): Item | undefined {
    return items.length === 0 ? undefined : items[this.#random.integer(items.length)]
  }
}

test.each([1, 2, 3, 4, 5, 6])(
  'each generation ends exactly once under random operations and crashes (seed %i)',
  async seed => {
    const clock = buildSetClock()
    const stores = await openStores(clock)
    const trial = new Trial(seed, stores, clock)
    for (let step = 0; step < STEPS; step++) await trial.step()
    await trial.settle()
    await trial.checkAnnouncements()
  }
)
