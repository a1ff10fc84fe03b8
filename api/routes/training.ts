import { Failure } from '../../ports/errors.ts'
import type { Handlers } from '../http/call.ts'
import { readPage, writeNext } from '../http/page.ts'
import { findPredictor } from '../predictors.ts'
import { toTrainingRun } from '../represent.ts'
import type { ApiWorld } from '../world.ts'

type TrainingHandlers = Pick<Handlers, 'listTrainingRuns' | 'startTraining' | 'getTrainingRun'>

export function buildTrainingHandlers(world: ApiWorld): TrainingHandlers {
  const { trainingRuns } = world
  return {
    async listTrainingRuns({ query }) {
      const { name } = findPredictor(world, query.predictor)
      const { items, next } = await trainingRuns.list(
        { predictor: name },
        readPage('listTrainingRuns', query)
      )
      return {
        status: 200,
        body: { items: items.map(toTrainingRun), next: writeNext('listTrainingRuns', next) }
      }
    },

    async startTraining({ query, body, keyName }) {
      const { name } = findPredictor(world, query.predictor)
      const { reason, override = false } = body ?? {}
      if (override && reason === undefined)
        throw new Failure('invalid-field', '/reason is missing: an override takes one', { field: '/reason' })
      const options = override
        ? { override: { reason, actor: keyName ?? 'api' } }
        : { reason, actor: keyName ?? 'api' }
      const run = await trainingRuns.request(name, 'requested', JSON.stringify(options))
      return { status: 202, body: toTrainingRun(run), headers: { location: `/training/${run.id}` } }
    },

    async getTrainingRun({ path: { runId } }) {
      const run = await trainingRuns.get(runId)
      if (!run) throw new Failure('not-found', `there is no training run '${runId}'`, { field: 'runId' })
      return { status: 200, body: toTrainingRun(run) }
    }
  }
}
