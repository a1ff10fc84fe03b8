import { vi } from 'vitest'

/** The sample of mutants waits for less: it waits for what a mutant prevents. */
const TIMEOUT_MS = Number(process.env.TEST_WAIT_MS ?? 60_000)

/** Waits until the check does not throw, so that tests wait for a condition and not for a fixed time. */
export function until(check: () => Promise<void> | void): Promise<void> {
  return vi.waitFor(check, { timeout: TIMEOUT_MS, interval: 5 })
}
