import { Failure } from '../../ports/errors.ts'

export interface OpenLimits {
  readonly total: number
  readonly perKey: number
  readonly perAddress: number
}

/** The caller who holds a feed or a waiting request open. */
interface Holder {
  /** Null if no API key is required. */
  readonly keyName: string | null
  readonly address: string
}

/** Counts one more for the holder and returns the function that ends it. Throws Failure('too-many-requests'). */
type OpenLimit = (holder: Holder) => () => void

/**
 * Limits what callers hold open, such as feeds: in total, with one key and from one address, so that one caller cannot use up
 * the total limit. `what` is the plural noun in the error.
 */
export function buildOpenLimit(what: string, { total, perKey, perAddress }: OpenLimits): OpenLimit {
  const counts = new Map<string, number>()

  return ({ keyName, address }) => {
    const counters = [
      { name: 'all', max: total, whose: 'in total' },
      { name: `address ${address}`, max: perAddress, whose: 'from this address' },
      ...(keyName === null ? [] : [{ name: `key ${keyName}`, max: perKey, whose: 'with this API key' }])
    ]
    const full = counters.find(({ name, max }) => (counts.get(name) ?? 0) >= max)
    if (full)
      throw new Failure(
        'too-many-requests',
        `${full.max} ${what} are already open ${full.whose}: close some, or try again later`,
        { retryAfterSeconds: 5 }
      )
    for (const { name } of counters) counts.set(name, (counts.get(name) ?? 0) + 1)
    let isOpen = true
    return () => {
      if (!isOpen) return
      isOpen = false
      for (const { name } of counters) {
        const left = (counts.get(name) ?? 1) - 1
        if (left === 0) counts.delete(name)
        else counts.set(name, left)
      }
    }
  }
}
