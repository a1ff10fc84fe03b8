import { Failure } from '../../ports/errors.ts'

/** The part of the body budget that one request holds. */
export interface BodyShare {
  /** Null: granted at once. Otherwise resolves when granted, or rejects with Failure('overloaded') after `waitSeconds`. */
  reserve(bytes: number): Promise<void> | null
  release(bytes: number): void
  /** Releases all bytes of the request. */
  close(): void
}

/** Opens the share of a caller (the name of a key, or an address). */
type OpenBodyShare = (caller: string) => BodyShare

interface Waiter {
  readonly caller: string
  readonly bytes: number
  readonly grant: () => void
}

/** Bodies up to this size may use the part of the budget that large bodies may not. */
const SMALL_BYTES = 65_536

/**
 * Limits the bytes of all request bodies that are in memory. A body without room waits unread, in order of arrival, and is
 * rejected after `waitSeconds`. One caller may use at most half of the budget, and an eighth is reserved for small bodies.
 */
export function buildBodyBudget(budget: {
  readonly bytes: number
  readonly waitSeconds: number
}): OpenBodyShare {
  const heldByCaller = new Map<string, number>()
  const waiters = new Set<Waiter>()
  let held = 0

  function hasRoom(caller: string, bytes: number): boolean {
    const max = bytes <= SMALL_BYTES ? budget.bytes : (budget.bytes * 7) / 8
    return held + bytes <= max && (heldByCaller.get(caller) ?? 0) + bytes <= budget.bytes / 2
  }

  function hold(caller: string, bytes: number): void {
    held += bytes
    const total = (heldByCaller.get(caller) ?? 0) + bytes
    if (total === 0) heldByCaller.delete(caller)
    else heldByCaller.set(caller, total)
  }

  function grantWaiting(): void {
    for (const waiter of waiters) {
      if (!hasRoom(waiter.caller, waiter.bytes)) continue
      waiters.delete(waiter)
      waiter.grant()
    }
  }

  return caller => {
    let own = 0
    const take = (bytes: number): void => {
      own += bytes
      hold(caller, bytes)
    }
    const giveBack = (bytes: number): void => {
      own -= bytes
      hold(caller, -bytes)
      grantWaiting()
    }
    const cancellations = new Set<() => void>()
    return {
      reserve(bytes) {
        if (hasRoom(caller, bytes)) {
          take(bytes)
          return null
        }
        return new Promise((resolve, reject) => {
          const end = (): void => {
            cancellations.delete(end)
            waiters.delete(waiter)
            clearTimeout(timer)
          }
          const waiter: Waiter = {
            caller,
            bytes,
            grant: () => {
              end()
              take(bytes)
              resolve()
            }
          }
          const timer = setTimeout(() => {
            end()
            reject(refuse())
          }, budget.waitSeconds * 1000)
          cancellations.add(end)
          waiters.add(waiter)
        })
      },
      release: giveBack,
      close() {
        for (const end of cancellations) end()
        if (own > 0) giveBack(own)
      }
    }
  }
}

function refuse(): Failure {
  return new Failure('overloaded', 'too many large bodies are being read at once: try again later', {
    retryAfterSeconds: 5
  })
}
