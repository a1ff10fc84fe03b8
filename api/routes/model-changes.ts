import type { Log } from '../../ports/log.ts'
import type { By, HistoryEntry } from '../../stores/model-versions.ts'
import type { ApiDependencies } from '../dependencies.ts'
import type { Handlers } from '../http/call.ts'
import { findPredictor } from '../predictors.ts'

type ModelChangeHandlers = Pick<
  Handlers,
  | 'promotePredictorModel'
  | 'rollbackPredictorModel'
  | 'collectPredictorModels'
  | 'tagPredictorModel'
  | 'untagPredictorModel'
  | 'notePredictorModel'
>

interface Asked {
  readonly keyName: string | null
  readonly requestId: string
  readonly body?: { readonly actor?: string; readonly reason?: string } | undefined
}

/** Builds the handlers that change versions. Each change is an entry of the history, with its actor and reason. */
export function buildModelChangeHandlers(dependencies: ApiDependencies): ModelChangeHandlers {
  const { modelVersions, calibrations, replays, settings, log } = dependencies
  return {
    async promotePredictorModel(call) {
      const { name } = findPredictor(dependencies, call.path.predictor)
      const entry = await modelVersions.promote(name, call.path.version, readBy(call, 'promoted by hand'))
      return { status: 200, body: record(log, call, name, entry) }
    },

    async rollbackPredictorModel(call) {
      const { name } = findPredictor(dependencies, call.path.predictor)
      const { version } = call.body ?? {}
      const by = readBy(call, 'rolled back by hand')
      const entry = await modelVersions.rollback(name, version === undefined ? by : { ...by, version })
      return { status: 200, body: record(log, call, name, entry) }
    },

    async tagPredictorModel(call) {
      const { name } = findPredictor(dependencies, call.path.predictor)
      const { version, tag } = call.path
      const entry = await modelVersions.tag(name, version, tag, readBy(call, 'tagged by hand'))
      return { status: 200, body: record(log, call, name, entry) }
    },

    async untagPredictorModel(call) {
      const { name } = findPredictor(dependencies, call.path.predictor)
      const { version, tag } = call.path
      const entry = await modelVersions.untag(name, version, tag, readBy(call, 'untagged by hand'))
      return { status: 200, body: record(log, call, name, entry) }
    },

    async notePredictorModel(call) {
      const { name } = findPredictor(dependencies, call.path.predictor)
      const by = readBy(call, 'noted by hand')
      const entry = await modelVersions.note(name, call.path.version, call.body.text, by)
      return { status: 201, body: record(log, call, name, entry) }
    },

    async collectPredictorModels(call) {
      const { name } = findPredictor(dependencies, call.path.predictor)
      const { dryRun = true, keepServed, keepNewest } = call.body ?? {}
      const collection = await modelVersions.collect(name, {
        isDryRun: dryRun,
        keepServed: keepServed ?? settings.keepServed,
        keepNewest: keepNewest ?? settings.keepNewest,
        keep: await replays.models(),
        actor: readBy(call, '').actor
      })
      if (!dryRun) await removeCalibrations(name)
      return { status: 200, body: { predictor: name, ...collection } }
    }
  }

  /** Of all versions that were ever collected: an earlier call may have died before this. */
  async function removeCalibrations(name: string): Promise<void> {
    const history = await modelVersions.history(name)
    const collected = history.filter(({ action }) => action === 'collect').map(({ version }) => version)
    await calibrations.remove(name, collected)
  }
}

function readBy({ keyName, body }: Asked, reason: string): By {
  return { actor: body?.actor ?? keyName ?? 'api', reason: body?.reason ?? reason }
}

function record(log: Log, { requestId }: Asked, predictor: string, entry: HistoryEntry): HistoryEntry {
  log.info('a model version was changed', { requestId, predictor, ...entry })
  return entry
}
