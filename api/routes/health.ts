import type { ApiDependencies } from '../dependencies.ts'
import { describeContract } from '../describe-contract.ts'
import type { Handlers } from '../http/call.ts'
import { toReadiness } from '../readiness.ts'

type HealthHandlers = Pick<Handlers, 'getLiveness' | 'getReadiness' | 'getMetrics' | 'getContract'>

export function buildHealthHandlers({ health, metrics, predictors }: ApiDependencies): HealthHandlers {
  let contract: string | undefined
  return {
    async getLiveness() {
      return { status: 200, body: { status: 'live' } }
    },

    async getReadiness() {
      const body = toReadiness(health.read())
      return body.status === 'not-ready'
        ? { status: 503, body, headers: { 'retry-after': '1' } }
        : { status: 200, body }
    },

    async getMetrics() {
      const { contentType, body } = await metrics.render()
      return { status: 200, type: contentType, raw: body }
    },

    async getContract() {
      contract ??= describeContract(predictors)
      return { status: 200, type: 'application/json', raw: contract }
    }
  }
}
