import { Failure } from '../../ports/errors.ts'
import type { Handlers } from '../http/call.ts'
import { findPredictor } from '../predictors.ts'
import type { ApiWorld } from '../world.ts'

/** Takes back outcomes that were made by mistake. */
export function buildOutcomeHandlers(world: ApiWorld): Pick<Handlers, 'withdrawOutcomes'> {
  const { outcomeWithdrawals, log } = world
  return {
    async withdrawOutcomes({ query, body, keyName }) {
      const { name } = findPredictor(world, query.predictor)
      const { cascadeId, source, endedFrom, endedBefore, isDryRun = true, reason } = body
      if ([cascadeId, source, endedFrom, endedBefore].every(each => each === undefined))
        throw new Failure(
          'invalid-field',
          '/cascadeId is missing: name a cascade, a source, or a time range (endedFrom, endedBefore)',
          { field: '/cascadeId' }
        )
      const selection = {
        predictor: name,
        subject: cascadeId,
        streamSource: source,
        endedFrom: endedFrom === undefined ? undefined : Date.parse(endedFrom),
        endedBefore: endedBefore === undefined ? undefined : Date.parse(endedBefore)
      }
      const { subjects, ...counts } = isDryRun
        ? await outcomeWithdrawals.count(selection)
        : await outcomeWithdrawals.withdraw(selection, reason)
      if (!isDryRun)
        log.info('outcomes were withdrawn', { ...selection, ...counts, reason, actor: keyName ?? 'api' })
      return { status: 200, body: { isDryRun, ...counts, cascadeIds: [...subjects] } }
    }
  }
}
