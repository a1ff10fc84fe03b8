import type { Clock } from '../ports/clock.ts'

/** Gathers what comes in one by one into batches, and runs several of them at a time. At rest until `add`. */
export interface Batcher<Item> {
  add(item: Item): void
  /** Gathered, but in no batch yet. */
  readonly waiting: number
  readonly inFlight: number
  /** Gives back what waits; `ended` resolves once no batch runs. Nothing may be added any more. */
  drain(): { readonly left: readonly Item[]; readonly ended: Promise<void> }
}

export interface BatchSettings {
  readonly maxCount: number
  /** How long a batch may wait to fill while another one runs. When none runs, nothing waits. */
  readonly waitMilliseconds: number
  readonly maxInFlight: number
}

/** `onBatch` never rejects: it ends its items itself. */
export function buildBatcher<Item>(
  clock: Clock,
  settings: BatchSettings,
  onBatch: (items: readonly Item[]) => Promise<void>
): Batcher<Item> {
  const { maxCount, waitMilliseconds, maxInFlight } = settings
  const items: Item[] = []
  const running = new Set<Promise<void>>()
  let timer: AbortController | null = null
  let isTurnAsked = false
  let isDraining = false

  function add(item: Item): void {
    if (isDraining) throw new Error('added to a batcher that drains')
    items.push(item)
    if (running.size === 0 || items.length >= maxCount) askTurn()
    else if (!timer) void startTimer()
  }

  /** After what this turn of the event loop brings, so that deliveries of one packet share a batch. */
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
    await clock.sleep(waitMilliseconds, own.signal)
    if (own.signal.aborted) return
    timer = null
    startBatches()
  }

  /** Spreads what waits over the free places. */
  function startBatches(): void {
    timer?.abort()
    timer = null
    while (!isDraining && items.length > 0 && running.size < maxInFlight) {
      const count = Math.min(maxCount, Math.ceil(items.length / (maxInFlight - running.size)))
      const batch = onBatch(items.splice(0, count)).finally(() => {
        running.delete(batch)
        if (items.length > 0) startBatches()
      })
      running.add(batch)
    }
  }

  function drain() {
    isDraining = true
    timer?.abort()
    return { left: items.splice(0), ended: Promise.all(running).then(() => {}) }
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
