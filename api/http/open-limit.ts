import { Failure } from '../../ports/errors.ts'

export interface OpenLimits {
  readonly total: number
  readonly perKey: number
  readonly perAddress: number
}

/** Who holds something open. */
interface Holder {
  /** Null where no API key is needed. */
  readonly keyName: string | null
  readonly address: string
}

/** Counts one more until the function it gives is called. Throws Failure('too-many-requests'). */
type OpenLimit = (holder: Holder) => () => void

/**
 * Counts what callers hold open (feeds, waits): in all, by one key and from one address, so that one caller cannot use
 * up what is there for everybody.
 */
export function buildOpenLimit(what: string, { total, perKey, perAddress }: OpenLimits): OpenLimit {
  const counts = new Map<string, number>()

  return ({ keyName, address }) => {
    const places = [
      { name: 'all', max: total, whose: 'in all' },
      { name: `address ${address}`, max: perAddress, whose: 'from this address' },
      ...(keyName === null ? [] : [{ name: `key ${keyName}`, max: perKey, whose: 'with this API key' }])
    ]
    const full = places.find(({ name, max }) => (counts.get(name) ?? 0) >= max)
    if (full)
      throw new Failure(
        'too-many-requests',
        `${full.max} ${what} are open already ${full.whose}: close some, or try again later`,
        { retryAfterSeconds: 5 }
      )
    for (const { name } of places) counts.set(name, (counts.get(name) ?? 0) + 1)
    let isOpen = true
    return () => {
      if (!isOpen) return
      isOpen = false
      for (const { name } of places) {
        const left = (counts.get(name) ?? 1) - 1
        if (left === 0) counts.delete(name)
        else counts.set(name, left)
      }
    }
  }
}
