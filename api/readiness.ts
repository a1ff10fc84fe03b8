import type { Clock } from '../ports/clock.ts'
import type { ReadinessCheck } from './world.ts'

export interface Readiness {
  readonly status: 'ready' | 'not-ready'
  readonly checks: readonly { readonly name: string; readonly ok: boolean; readonly reason: string | null }[]
}

const CHECK_SECONDS = 2

/** Asks all at once; one that does not answer within 2 s has failed. */
export async function askReadiness(checks: readonly ReadinessCheck[], clock: Clock): Promise<Readiness> {
  const results = await Promise.all(checks.map(check => ask(check, clock)))
  return { status: results.every(({ ok }) => ok) ? 'ready' : 'not-ready', checks: results }
}

async function ask({ name, check }: ReadinessCheck, clock: Clock): Promise<Readiness['checks'][number]> {
  const enough = new AbortController()
  const late = clock.sleep(CHECK_SECONDS * 1000, enough.signal).then(() => {
    if (!enough.signal.aborted) throw new Error(`no answer within ${CHECK_SECONDS} s`)
  })
  try {
    await Promise.race([check(), late])
    return { name, ok: true, reason: null }
  } catch (error) {
    return { name, ok: false, reason: (error as Error).message }
  } finally {
    enough.abort()
    late.catch(() => {})
  }
}
