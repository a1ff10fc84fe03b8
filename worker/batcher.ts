import type { Clock } from '../ports/clock.ts'

/** Collects single items into batches and runs several batches at the same time. Idle until `add`. */
export interface Batcher<Item> {
  /** `isLow`: joins a batch only after all others that wait. */
  add(item: Item, options?: { readonly isLow: boolean }): void
  /** Number of items that are in no batch yet. */
  readonly waiting: number
  readonly inFlight: number
  /** Returns the waiting items; `ended` resolves once no batch runs. `add` throws from now on. */
  drain(): { readonly left: readonly Item[]; readonly ended: Promise<void> }
}

interface BatchSettings {
  readonly maxCount: number
  /** How long an item may wait for others. */
  readonly maxDelayMs: number
  readonly maxInFlight: number
  /**
   * False: an item does not wait while no batch runs, and waiting items are spread over the free slots. True: a batch
   * starts when it is full or its oldest item has waited for maxDelayMs.
   */
  readonly isFilled: boolean
}

interface Waiting<Item> {
  readonly item: Item
  readonly addedAt: number
  readonly isLow: boolean
}

/** `onBatch` must never reject: it handles the errors of its items. */
export function buildBatcher<Item>(
  clock: Clock,
  settings: BatchSettings,
  onBatch: (items: readonly Item[]) => Promise<void>
): Batcher<Item> {
  const { maxCount, maxDelayMs, maxInFlight, isFilled } = settings
  const items: Waiting<Item>[] = []
  const running = new Set<Promise<void>>()
  let timer: AbortController | null = null
  let isTurnAsked = false
  let isDraining = false

  function add(item: Item, { isLow } = { isLow: false }): void {
    if (isDraining) throw new Error('an item was added to a batcher that is draining')
    const firstLow = isLow ? -1 : items.findIndex(each => each.isLow)
    items.splice(firstLow < 0 ? items.length : firstLow, 0, { item, addedAt: clock.monotonic(), isLow })
    if ((running.size === 0 && !isFilled) || items.length >= maxCount) askTurn()
    else if (!timer && running.size < maxInFlight) void startTimer()
  }

  /** Waits for the end of this turn of the event loop, so that deliveries of one packet share a batch. */
  function askTurn(): void {
    if (isTurnAsked) return
    isTurnAsked = true
    setImmediate(() => {
      isTurnAsked = false
      startBatches()
    })
  }

  async function startTimer(): Promise<void> {
    const own = new AbortController()
    timer = own
    await clock.sleep(oldestDelayMs(), own.signal)
    if (own.signal.aborted) return
    timer = null
    startBatches()
  }

  /** Returns how long the oldest item may still wait. */
  function oldestDelayMs(): number {
    return Math.max(0, maxDelayMs - (clock.monotonic() - (items[0]?.addedAt ?? 0)))
  }

  function startBatches(): void {
    timer?.abort()
    timer = null
    while (!isDraining && items.length > 0 && running.size < maxInFlight) {
      if (isFilled && items.length < maxCount && oldestDelayMs() > 0) return void startTimer()
      const count = isFilled ? maxCount : Math.min(maxCount, spread())
      const batch = onBatch(items.splice(0, count).map(({ item }) => item)).finally(() => {
        running.delete(batch)
        if (items.length > 0) startBatches()
      })
      running.add(batch)
    }
  }

  function spread(): number {
    return Math.ceil(items.length / (maxInFlight - running.size))
  }

  function drain() {
    isDraining = true
    timer?.abort()
    return { left: items.splice(0).map(({ item }) => item), ended: Promise.all(running).then(() => {}) }
  }

  return {
    add,
    drain,
    get waiting() {
      return items.length
    },
    get inFlight() {
      return running.size
    }
  }
}
