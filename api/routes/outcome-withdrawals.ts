import { Failure } from '../../ports/errors.ts'
import type { OutcomeSelection } from '../../stores/outcome-withdrawals.ts'
import type { ApiDependencies } from '../dependencies.ts'
import type { Handlers } from '../http/call.ts'
import { deprecationHeaders } from '../http/successors.ts'
import { findPredictor } from '../predictors.ts'

interface Asked {
  readonly source?: string
  readonly endedFrom?: string
  readonly endedBefore?: string
  readonly isDryRun?: boolean
  readonly reason: string
}

/** Takes back outcomes that were made by mistake. */
export function buildOutcomeWithdrawalHandlers(
  dependencies: ApiDependencies
): Pick<Handlers, 'withdrawOutcomes' | 'withdrawPredictorOutcomes'> {
  const { outcomeWithdrawals, log } = dependencies

  async function withdraw(
    chosen: Pick<OutcomeSelection, 'predictor' | 'subject' | 'outcomeId'>,
    { source, endedFrom, endedBefore, isDryRun = true, reason }: Asked,
    { keyName, subjectField }: { readonly keyName: string | null; readonly subjectField: string }
  ) {
    if ([chosen.subject, source, endedFrom, endedBefore].every(each => each === undefined))
      throw new Failure(
        'invalid-field',
        `${subjectField} is missing: name one, a source, or a time range (endedFrom, endedBefore)`,
        { field: subjectField }
      )
    const selection = {
      ...chosen,
      streamSource: source,
      endedFrom: endedFrom === undefined ? undefined : Date.parse(endedFrom),
      endedBefore: endedBefore === undefined ? undefined : Date.parse(endedBefore)
    }
    const { subjects, ...counts } = isDryRun
      ? await outcomeWithdrawals.count(selection)
      : await outcomeWithdrawals.withdraw(selection, reason)
    if (!isDryRun)
      log.info('outcomes were withdrawn', { ...selection, ...counts, reason, actor: keyName ?? 'api' })
    return { answer: { isDryRun, ...counts }, subjects: [...subjects] }
  }

  return {
    async withdrawPredictorOutcomes({ path, body, keyName }) {
      const { name } = findPredictor(dependencies, path.predictor)
      const { subject, id, ...asked } = body
      if (id !== undefined && subject === undefined)
        throw new Failure('invalid-field', '/subject is missing: an id is one of a subject', {
          field: '/subject'
        })
      const chosen = { predictor: name, subject, outcomeId: id }
      const { answer, subjects } = await withdraw(chosen, asked, { keyName, subjectField: '/subject' })
      return { status: 200, body: { ...answer, subjects } }
    },

    async withdrawOutcomes({ query, body, keyName, reply }) {
      const { name } = findPredictor(dependencies, query.predictor)
      reply.headers(deprecationHeaders('withdrawPredictorOutcomes', { predictor: name }))
      const { cascadeId, ...asked } = body
      const chosen = { predictor: name, subject: cascadeId }
      const { answer, subjects } = await withdraw(chosen, asked, { keyName, subjectField: '/cascadeId' })
      return { status: 200, body: { ...answer, cascadeIds: subjects } }
    }
  }
}
