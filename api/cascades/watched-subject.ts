import type { Provenance } from '../../ports/provenance.ts'
import type { Fault } from '../../predictors/predictor.ts'
import type { ApiDependencies } from '../dependencies.ts'
import { DEFAULT_PREDICTOR } from '../predictors.ts'

/** What the stream knows about a subject. */
interface WatchedSubject {
  readonly provenance: Provenance
  /** Returns why this cannot be the outcome of the subject, or null if it can. */
  findReportFault(outcome: unknown): Fault | null
}

/** Returns null for a subject that is not in the stream. Only cascades are. */
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
      const reason = `${finalSize} is less than the ${events} events of this cascade so far, including the post`
      return { field: '/finalSize', reason }
    }
  }
}
