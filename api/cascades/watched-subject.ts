import type { Provenance } from '../../ports/provenance.ts'
import type { Fault } from '../../predictors/predictor.ts'
import type { ApiDependencies } from '../dependencies.ts'
import { DEFAULT_PREDICTOR } from '../predictors.ts'

/** What the stream knows of a subject. */
interface WatchedSubject {
  readonly provenance: Provenance
  /** Why this cannot be its outcome. Null: it can. */
  findReportFault(outcome: unknown): Fault | null
}

/** Null: the stream does not watch it. It watches cascades alone. */
export async function findWatched(
  { cascades }: Pick<ApiDependencies, 'cascades'>,
  predictor: string,
  subject: string
): Promise<WatchedSubject | null> {
  const watched = predictor === DEFAULT_PREDICTOR ? await cascades.get(subject) : null
  if (!watched) return null
  const { provenance, events } = watched.summary
  return {
    provenance,
    findReportFault(outcome) {
      const { finalSize } = outcome as { readonly finalSize: number }
      if (finalSize >= events) return null
      const reason = `${finalSize} is less than the ${events} events seen of this cascade, the post included`
      return { field: '/finalSize', reason }
    }
  }
}
