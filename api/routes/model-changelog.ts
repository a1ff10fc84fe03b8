import type { components } from '../../ports/contract/generated/types.ts'
import { buildModelChangelog, type ChangelogEntry } from '../../stores/model-changelog.ts'
import type { Handlers } from '../http/call.ts'
import { buildPages } from '../http/page.ts'
import { findPredictor } from '../predictors.ts'
import { toNullableTime } from '../represent.ts'
import type { ApiWorld } from '../world.ts'

/** What changed from version to version, and why. */
export function buildModelChangelogHandlers(world: ApiWorld): Pick<Handlers, 'listModelChangelog'> {
  const changelog = buildModelChangelog({ versions: world.modelVersions, runs: world.trainingRuns })
  const pages = buildPages(world.feed)
  return {
    async listModelChangelog({ path, query }) {
      const { name } = findPredictor(world, path.predictor)
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
