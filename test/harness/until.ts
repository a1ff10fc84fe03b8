import { vi } from 'vitest'

const TIMEOUT_MS = 60_000

/** Waits until the check does not throw: for a condition, and never for a time that a busy machine needs. */
export function until(check: () => Promise<void> | void): Promise<void> {
  return vi.waitFor(check, { timeout: TIMEOUT_MS, interval: 5 })
}
