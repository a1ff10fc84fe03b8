import type { Clock } from '../../ports/clock.ts'
import { Failure } from '../../ports/errors.ts'

const MAX_WRONG_KEYS = 10
const PERIOD_MILLISECONDS = 60_000
const MAX_ADDRESSES = 10_000

interface Tries {
  readonly since: number
  count: number
}

/**
 * Slows down who tries wrong keys: after ten within a minute every further wrong one from that address is answered 429
 * until the minute is over. A correct key always passes, whatever others do behind the same address.
 */
export function buildWrongKeyLimit(clock: Pick<Clock, 'monotonic'>) {
  const triesByAddress = new Map<string, Tries>()

  function triesOf(address: string): Tries {
    const known = triesByAddress.get(address)
    if (known && clock.monotonic() - known.since < PERIOD_MILLISECONDS) return known
    const fresh = { since: clock.monotonic(), count: 0 }
    const [oldest] = triesByAddress.keys()
    if (oldest !== undefined && triesByAddress.size >= MAX_ADDRESSES) triesByAddress.delete(oldest)
    triesByAddress.delete(address)
    triesByAddress.set(address, fresh)
    return fresh
  }

  /** The error that answers one more wrong key of this address. */
  return (address: string): Failure => {
    const tries = triesOf(address)
    if (tries.count < MAX_WRONG_KEYS) {
      tries.count++
      return new Failure('unauthorized', 'the API key is not known', { field: 'Authorization' })
    }
    const leftMilliseconds = tries.since + PERIOD_MILLISECONDS - clock.monotonic()
    return new Failure(
      'too-many-wrong-keys',
      'too many wrong keys came from this address; a correct key still passes',
      { field: 'Authorization', retryAfterSeconds: leftMilliseconds / 1000 }
    )
  }
}
