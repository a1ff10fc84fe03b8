import type { Clock } from '../../ports/clock.ts'
import { Failure } from '../../ports/errors.ts'

const MOST_WRONG = 10
const PERIOD_MILLISECONDS = 60_000
const KEPT = 10_000

/**
 * Bounds how many wrong keys an address may try: after ten within a minute no key from there is looked at until it is over,
 * but for those that passed from there before (behind a proxy all callers have one address).
 */
export function buildWrongKeyLimit(clock: Pick<Clock, 'monotonic'>) {
  const wrong = new Map<string, { readonly since: number; count: number }>()
  const trusted = new Set<string>()

  function countOf(address: string): { readonly since: number; count: number } {
    const known = wrong.get(address)
    if (known && clock.monotonic() - known.since < PERIOD_MILLISECONDS) return known
    const fresh = { since: clock.monotonic(), count: 0 }
    if (wrong.size >= KEPT) wrong.delete(wrong.keys().next().value!)
    wrong.delete(address)
    wrong.set(address, fresh)
    return fresh
  }

  return {
    /** Gives the key's name back where it may pass; `keyName` is null of a wrong one. Throws Failure. */
    pass(address: string, keyName: string | null): string {
      const caller = `${address} ${keyName}`
      if (keyName !== null && trusted.has(caller)) return keyName
      const { since, count } = wrong.get(address) ?? { since: 0, count: 0 }
      const leftMilliseconds = since + PERIOD_MILLISECONDS - clock.monotonic()
      if (count >= MOST_WRONG && leftMilliseconds > 0)
        throw new Failure('too-many-wrong-keys', 'too many wrong keys came from this address', {
          retryAfterSeconds: leftMilliseconds / 1000
        })
      if (keyName === null) {
        countOf(address).count++
        throw new Failure('unauthorized', 'the API key is not known', { field: 'Authorization' })
      }
      if (trusted.size >= KEPT) trusted.clear()
      trusted.add(caller)
      return keyName
    }
  }
}
