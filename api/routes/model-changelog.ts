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
      const { limit, before } = await pages.readNumbered('listModelChangelog', query)
      const found = await changelog.list(name, { limit: limit + 1, before })
      const items = found.slice(0, limit)
      const last = found.length > limit ? items.at(-1) : undefined
      const next = await pages.next('listModelChangelog', last?.summary.manifest.version ?? null)
      return { status: 200, body: { items: items.map(toEntry), next } }
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
