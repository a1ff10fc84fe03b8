import type { Handlers } from '../http/call.ts'
import { documentText } from '../http/contract.ts'
import { askReadiness } from '../readiness.ts'
import type { ApiWorld } from '../world.ts'

type HealthHandlers = Pick<Handlers, 'getLiveness' | 'getReadiness' | 'getMetrics' | 'getContract'>

export function buildHealthHandlers({ checks, metrics, clock }: ApiWorld): HealthHandlers {
  return {
    async getLiveness() {
      return { status: 200, body: { status: 'live' } }
    },

    async getReadiness() {
      const body = await askReadiness(checks, clock)
      return body.status === 'ready'
        ? { status: 200, body }
        : { status: 503, body, headers: { 'retry-after': '1' } }
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
