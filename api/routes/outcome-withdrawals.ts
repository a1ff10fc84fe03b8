import { invalidField } from '../../ports/invalid-field.ts'
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

/** Builds the handlers that withdraw wrong outcomes. */
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
      throw invalidField(
        subjectField,
        'is missing: send it, a source, or a time range (endedFrom, endedBefore)'
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
        throw invalidField('/subject', 'is missing: an id needs its subject')
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
