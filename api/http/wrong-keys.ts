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
 * Limits attempts with wrong keys: after ten within a minute, every further wrong key from that address gets status 429 until
 * the minute is over. A correct key always passes, even from the same address.
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

  /** Counts one more wrong key of this address and returns its error. */
  return (address: string): Failure => {
    const tries = triesOf(address)
    if (tries.count < MAX_WRONG_KEYS) {
      tries.count++
      return new Failure('unauthorized', 'the API key is wrong: send a configured key', {
        field: 'Authorization'
      })
    }
    const leftMilliseconds = tries.since + PERIOD_MILLISECONDS - clock.monotonic()
    return new Failure(
      'too-many-wrong-keys',
      'this address has sent too many wrong keys: send a correct key, or try again later',
      { field: 'Authorization', retryAfterSeconds: leftMilliseconds / 1000 }
    )
  }
}
