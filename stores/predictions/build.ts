import type { Predictions } from '../predictions.ts'
import { buildSignal } from '../signal.ts'
import { buildAccept } from './accept.ts'
import { buildChange } from './change.ts'
import { buildClaim } from './claim.ts'
import { ENDED_HINT, type PredictionContext } from './context.ts'
import { buildEnd } from './end.ts'
import { buildFigures } from './figures.ts'
import { buildRead } from './read.ts'
import { buildReap } from './reap.ts'
import { buildRemove } from './remove.ts'
import { buildWaitForEnd } from './wait.ts'

export function buildPredictions(parts: Omit<PredictionContext, 'ended' | 'canceled'>): Predictions {
  const context: PredictionContext = { ...parts, ended: buildSignal(), canceled: buildSignal() }
  context.ended.subscribe(() => context.database.hints.send(ENDED_HINT))
  const read = buildRead(context.database)
  return {
    ...buildAccept(context),
    wake() {
      context.outbox.wake('job')
      context.outbox.wake('feed')
    },
    ...read,
    waitForEnd: buildWaitForEnd(context, read.get),
    ...buildChange(context),
    ...buildClaim(context),
    onCanceled: context.canceled.subscribe,
    ...buildEnd(context),
    figures: buildFigures(context),
    ...buildReap(context),
    ...buildRemove(context)
  }
}
