import type { components } from '../../ports/contract/generated/types.ts'
import type { PageRequest } from '../../stores/page.ts'
import type { Verification } from '../../stores/verifications.ts'
import type { ApiDependencies } from '../dependencies.ts'
import type { Handlers } from '../http/call.ts'
import { buildPages } from '../http/page.ts'
import { findPredictor } from '../predictors.ts'
import { toNullableTime, toTime } from '../represent.ts'

type VerificationHandlers = Pick<Handlers, 'listVerifications' | 'startVerification'>

/** Builds the handlers that list and request verifications of the live version. The trainer runs them. */
export function buildVerificationHandlers(dependencies: ApiDependencies): VerificationHandlers {
  const { verifications, log } = dependencies
  const pages = buildPages(dependencies.feed)
  return {
    async listVerifications({ path, query }) {
      const { name } = findPredictor(dependencies, path.predictor)
      const read = (request: PageRequest) => verifications.list(name, request)
      return pages.answer('listVerifications', query, read, toVerification)
    },

    async startVerification({ path, keyName, requestId }) {
      const { name } = findPredictor(dependencies, path.predictor)
      const asked = await verifications.request(name, 'by-hand')
      log.info('a verification was requested', { requestId, predictor: name, actor: keyName ?? 'api' })
      return { status: 202, body: { items: asked.map(toVerification) } }
    }
  }
}

function toVerification(verification: Verification): components['schemas']['Verification'] {
  const { attempts: _, createdAt, startedAt, finishedAt, ...rest } = verification
  return {
    ...rest,
    createdAt: toTime(createdAt),
    startedAt: toNullableTime(startedAt),
    finishedAt: toNullableTime(finishedAt)
  }
}
