import { Failure } from '../../ports/errors.ts'
import { describeField, invalidField } from '../../ports/invalid-field.ts'
import type { PageRequest } from '../../stores/page.ts'
import type { ApiDependencies } from '../dependencies.ts'
import type { Handlers } from '../http/call.ts'
import { buildPages } from '../http/page.ts'
import { buildSchemaCheck } from '../http/validate.ts'
import { findPredictor } from '../predictors.ts'
import { toTrainingRun } from '../represent.ts'

type TrainingHandlers = Pick<
  Handlers,
  'listPredictorTrainingRuns' | 'startPredictorTraining' | 'getTrainingRun' | 'putPredictorSamples'
>

export function buildTrainingHandlers(dependencies: ApiDependencies): TrainingHandlers {
  const { trainingRuns, samples, clock, predictors } = dependencies
  const pages = buildPages(dependencies.feed)
  const sampleChecks = new Map(predictors.map(each => [each.name, buildSchemaCheck(each.sampleSchema)]))
  return {
    async listPredictorTrainingRuns({ path, query }) {
      const { name } = findPredictor(dependencies, path.predictor)
      const read = (request: PageRequest) => trainingRuns.list({ predictor: name }, request)
      return pages.answer('listTrainingRuns', query, read, toTrainingRun)
    },

    async startPredictorTraining({ path, body, keyName }) {
      const { name } = findPredictor(dependencies, path.predictor)
      const { reason, override = false, isSimulated = false, source } = body ?? {}
      if (override && reason === undefined)
        throw invalidField('/reason', 'is missing: an override needs a reason')
      const actor = keyName ?? 'api'
      const options = { reason, actor, source, isSimulated, override: override ? { reason, actor } : null }
      const run = await trainingRuns.request(name, 'requested', JSON.stringify(options))
      return { status: 202, body: toTrainingRun(run), headers: { location: `/training/${run.id}` } }
    },

    async putPredictorSamples({ path, body }) {
      const predictor = findPredictor(dependencies, path.predictor)
      const { name, sampleVersion } = predictor
      if (body.sampleVersion !== sampleVersion)
        throw invalidField('/sampleVersion', `must be ${sampleVersion} (got ${body.sampleVersion})`)
      const made = body.items.map(({ subject, slice, endedAt, sample }, index) => {
        const at = `/items/${index}`
        if (Date.parse(endedAt) > clock.now())
          throw invalidField(`${at}/endedAt`, `must not be in the future (got ${endedAt})`)
        sampleChecks.get(name)!(sample, `${at}/sample`)
        const fault = predictor.findOutcomeFault(sample)
        if (fault) throw refuseOutcome(`${at}/sample${fault.field}`, fault.reason)
        const text = JSON.stringify(sample)
        return {
          predictor: name,
          version: sampleVersion,
          subject,
          slice,
          sample: text,
          endedAt: Date.parse(endedAt),
          provenance: body.provenance ?? 'real'
        }
      })
      await samples.put(made)
      return { status: 200, body: { stored: made.length } }
    },

    async getTrainingRun({ path: { runId } }) {
      const run = await trainingRuns.get(runId)
      if (!run) throw new Failure('not-found', `there is no training run '${runId}'`, { field: 'runId' })
      return { status: 200, body: toTrainingRun(run) }
    }
  }
}

function refuseOutcome(field: string, reason: string): Failure {
  return new Failure('outcome-too-small', `${describeField(field)} ${reason}`, { field })
}
