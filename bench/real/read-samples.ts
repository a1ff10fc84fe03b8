import { existsSync } from 'node:fs'
import { readCascadeFolder } from '../../cascades/source/read-cascade-folder.ts'
import { observe } from '../../predictors/cascade-size/cascade.ts'
import { minEventsForHybrid } from '../../predictors/cascade-size/early-features.ts'
import { buildQuery, type Sample } from '../../predictors/cascade-size/sample.ts'
import type { Labeled, Samples } from '../../predictors/predictor.ts'

/**
 * The cases of ../shared/data/<name>, real cascades that are not part of the project, of five events at least by default. Without
 * fits, which no forest looks at. Throws where the folder is missing.
 */
export async function readSamples(
  name: string,
  windows: readonly number[],
  { minEvents = minEventsForHybrid }: { readonly minEvents?: number } = {}
): Promise<Samples<Sample>> {
  const folder = new URL(`../../../shared/data/${name}`, import.meta.url).pathname
  if (!existsSync(folder)) throw new Error(`there is no folder ${folder}`)
  const samples: Labeled<Sample>[] = []
  for await (const { number, cascade } of readCascadeFolder(folder))
    for (const windowSeconds of windows) {
      const query = buildQuery(observe(cascade, windowSeconds))
      if (query.observedEvents < minEvents) continue
      const group = `${name} ${number}`
      const sample = { ...query, finalSize: cascade.times.length, fit: null, seismic: null }
      samples.push({ id: `${group}@${windowSeconds}`, group, endedAt: '1970-01-01T00:00:00Z', sample })
    }
  return samples
}
