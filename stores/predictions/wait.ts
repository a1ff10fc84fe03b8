import type { Prediction, Predictions } from '../predictions.ts'
import { debounce } from '../signal.ts'
import { ENDED_HINT, type PredictionContext } from './context.ts'

/** Interval of polls for ends in other processes. */
const POLL_MILLISECONDS = 250
/** Debounce of hints, so that one query answers several. */
const DEBOUNCE_MILLISECONDS = 25

/** Builds `waitForEnd`. Ends in this process emit a signal; one query for all waiting callers finds the others. */
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
      // The next query may succeed. At its timeout, a caller reads the row itself and gets the error.
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
    // Subscribes before it reads, so that no end in between is missed.
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
