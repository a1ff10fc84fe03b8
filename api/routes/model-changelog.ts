import type { components } from '../../ports/contract/generated/types.ts'
import { buildModelChangelog, type ChangelogEntry } from '../../stores/model-changelog.ts'
import type { ApiDependencies } from '../dependencies.ts'
import type { Handlers } from '../http/call.ts'
import { buildPages } from '../http/page.ts'
import { findPredictor } from '../predictors.ts'
import { toNullableTime } from '../represent.ts'

/** Builds the handler that lists what changed in each version, and why. */
export function buildModelChangelogHandlers(
  dependencies: ApiDependencies
): Pick<Handlers, 'listModelChangelog'> {
  const changelog = buildModelChangelog({
    versions: dependencies.modelVersions,
    runs: dependencies.trainingRuns
  })
  const pages = buildPages(dependencies.feed)
  return {
    async listModelChangelog({ path, query }) {
      const { name } = findPredictor(dependencies, path.predictor)
      return pages.answerByNumber(
        'listModelChangelog',
        query,
        request => changelog.list(name, request),
        ({ summary }) => summary.manifest.version,
        toEntry
      )
    }
  }
}

function toEntry(entry: ChangelogEntry): components['schemas']['ModelChangelogEntry'] {
  const { summary, run, ...rest } = entry
  const { predictor, version, createdAt, parent, isSimulated } = summary.manifest
  return {
    predictor,
    version,
    createdAt,
    parent,
    isServing: summary.isServing,
    isSimulated,
    isCollected: summary.isCollected,
    ...rest,
    training: run && {
      id: run.id,
      trigger: run.trigger,
      state: run.state,
      reason: run.reason,
      finishedAt: toNullableTime(run.finishedAt)
    }
  }
}
