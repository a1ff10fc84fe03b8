import type { ExpressionBuilder } from 'kysely'
import type { Tables } from '../../ports/tables.ts'
import type { Claim } from '../predictions.ts'

type Builder = ExpressionBuilder<Tables, 'predictions'>

/** The row is still in this attempt's hands. */
export function isHeld(eb: Builder, { id, generation, attempt, owner }: Claim) {
  return [
    eb('id', '=', id),
    eb('generation', '=', generation),
    eb('attempts', '=', attempt),
    eb('owner', '=', owner),
    eb('state', '=', 'running')
  ]
}
