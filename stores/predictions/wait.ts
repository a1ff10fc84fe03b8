import type { Prediction, Predictions } from '../predictions.ts'
import { debounce } from '../signal.ts'
import { ENDED_HINT, type PredictionContext } from './context.ts'

/** How soon an end in another process is seen without a hint. */
const POLL_MILLISECONDS = 250
/** How long hints of ends are gathered, so that each look is worth it. */
const DEBOUNCE_MILLISECONDS = 25

/** Waits for ends: notified of those in this process, looks for all others with one query for all who wait. */
export function buildWaitForEnd(
  { database, ended }: PredictionContext,
  get: Predictions['get']
): Predictions['waitForEnd'] {
  const waiting = new Map<string, Set<() => void>>()
  let poll: NodeJS.Timeout | null = null
  ended.subscribe(wake)
  database.hints.listen(
    ENDED_HINT,
    debounce(DEBOUNCE_MILLISECONDS, () => void lookForEnds())
  )

  function wake(id: string): void {
    for (const look of waiting.get(id) ?? []) look()
  }

  async function lookForEnds(): Promise<void> {
    const ids = [...waiting.keys()]
    if (ids.length === 0) return
    const rows = await database.reader
      .selectFrom('predictions')
      .select('id')
      .where('id', 'in', ids)
      .where('finished_at', 'is not', null)
      .execute()
      // The next look may succeed; who waits is notified of it from his own look at the end.
      .catch(() => [])
    for (const { id } of rows) wake(id)
  }

  function add(id: string, look: () => void): void {
    const looks = waiting.get(id)
    if (looks) looks.add(look)
    else waiting.set(id, new Set([look]))
    poll ??= setInterval(() => void lookForEnds(), POLL_MILLISECONDS).unref()
  }

  function remove(id: string, look: () => void): void {
    const looks = waiting.get(id)
    looks?.delete(look)
    if (looks?.size === 0) waiting.delete(id)
    if (waiting.size === 0 && poll !== null) {
      clearInterval(poll)
      poll = null
    }
  }

  return async (id, milliseconds, signal) => {
    let wakeUp: () => void = () => {}
    const woken = new Promise<void>(resolve => {
      wakeUp = resolve
    })
    // Listening before looking: an end in between is not missed.
    add(id, wakeUp)
    const timer = setTimeout(wakeUp, milliseconds)
    signal?.addEventListener('abort', wakeUp, { once: true })
    try {
      const before = await get(id)
      if (before === null || hasEnded(before) || signal?.aborted) return before
      await woken
      return await get(id)
    } finally {
      clearTimeout(timer)
      signal?.removeEventListener('abort', wakeUp)
      remove(id, wakeUp)
    }
  }
}

function hasEnded({ finishedAt }: Prediction): boolean {
  return finishedAt !== null
}
