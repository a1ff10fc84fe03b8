import type { Handlers } from '../http/call.ts'
import { documentText } from '../http/contract.ts'
import type { ApiWorld, ReadinessCheck } from '../world.ts'

type HealthHandlers = Pick<Handlers, 'getLiveness' | 'getReadiness' | 'getMetrics' | 'getContract'>

const CHECK_SECONDS = 2

export function buildHealthHandlers({ checks, metrics, clock }: ApiWorld): HealthHandlers {
  async function run({ name, check }: ReadinessCheck) {
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

  return {
    async getLiveness() {
      return { status: 200, body: { status: 'live' } }
    },

    async getReadiness() {
      const results = await Promise.all(checks.map(run))
      if (results.every(({ ok }) => ok)) return { status: 200, body: { status: 'ready', checks: results } }
      return { status: 503, body: { status: 'not-ready', checks: results }, headers: { 'retry-after': '1' } }
    },

    async getMetrics() {
      const { contentType, body } = await metrics.render()
      return { status: 200, type: contentType, raw: body }
    },

    async getContract() {
      return { status: 200, type: 'application/json', raw: documentText }
    }
  }
}
