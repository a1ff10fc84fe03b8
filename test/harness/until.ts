import { vi } from 'vitest'

const TIMEOUT_MS = 60_000

/** Waits until the check does not throw, so that tests wait for a condition and not for a fixed time. */
export function until(check: () => Promise<void> | void): Promise<void> {
  return vi.waitFor(check, { timeout: TIMEOUT_MS, interval: 5 })
}
