import { Failure } from '../ports/errors.ts'
import type { Prediction } from '../stores/predictions.ts'
import { DEFAULT_PREDICTOR } from './predictors.ts'
import type { ApiWorld } from './world.ts'

const MAX_PREDICTIONS = 500

/**
 * Throws Failure('not-found') for the outcome of a cascade of which nothing is kept, and Failure('outcome-too-small') for
 * a final size below the events that were seen: neither could ever be used.
 */
export async function checkOutcome(
  { predictions, cascades, outcomes }: ApiWorld,
  cascadeId: string,
  finalSize: number
): Promise<void> {
  const [made, watched, earlier] = await Promise.all([
    predictions.list({ predictor: DEFAULT_PREDICTOR, subject: cascadeId }, { limit: MAX_PREDICTIONS }),
    cascades.get(cascadeId),
    outcomes.get(DEFAULT_PREDICTOR, cascadeId)
  ])
  if (made.items.length === 0 && !watched && !earlier)
    throw new Failure(
      'not-found',
      `no forecast of '${cascadeId}' is kept and no such cascade is watched: ask for a forecast first`,
      { field: 'cascadeId' }
    )
  const counted = await Promise.all(made.items.map(each => countSeen(predictions, each)))
  const seen = Math.max(watched?.summary.events ?? 0, ...counted)
  if (finalSize >= seen) return
  const kept = earlier ? `the earlier outcome is kept (${earlier.outcome})` : 'nothing was stored'
  throw new Failure(
    'outcome-too-small',
    `/finalSize ${finalSize} is less than the ${seen} events seen of this cascade, the post included; ${kept}`,
    { field: '/finalSize' }
  )
}

/** Events that a prediction was made from, or is to be. */
async function countSeen(
  predictions: ApiWorld['predictions'],
  { id, state, output }: Prediction
): Promise<number> {
  if (output !== null) return (JSON.parse(output) as { readonly observedEvents?: number }).observedEvents ?? 0
  if (state !== 'queued' && state !== 'running') return 0
  const input = await predictions.input(id)
  return (JSON.parse(input ?? '{}') as { readonly events?: readonly unknown[] }).events?.length ?? 0
}
