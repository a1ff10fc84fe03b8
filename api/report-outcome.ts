import { type ErrorCode, Failure } from '../ports/errors.ts'
import { describeField, invalidField } from '../ports/invalid-field.ts'
import type { Provenance } from '../ports/provenance.ts'
import type { AnyPredictor, Fault } from '../predictors/predictor.ts'
import type { Outcome } from '../stores/outcomes.ts'
import type { Prediction } from '../stores/predictions.ts'
import { findWatched } from './cascades/watched-subject.ts'
import type { ApiDependencies } from './dependencies.ts'
import { writeCanonicalJson } from './http/canonical-json.ts'
import { buildSchemaCheck } from './http/validate.ts'

interface OutcomeOf {
  readonly predictor: AnyPredictor
  readonly subject: string
  /** Empty: the subject has only one outcome. */
  readonly outcomeId: string
}

interface ReportedOutcome {
  readonly outcome: unknown
  readonly endedAt?: string
  readonly provenance?: Provenance
}

/** The names that a route uses in its errors. */
export interface RefusalNames {
  /** JSON pointer to the outcome in the body. */
  readonly outcome: string
  /** Path parameter or JSON pointer of the subject. */
  readonly subject: string
  readonly contradiction: ErrorCode
}

/**
 * Stores an outcome. Throws Failure('invalid-field') when it does not match its predictor's schema, Failure('not-found')
 * when nothing is stored about the subject, and `names.contradiction` when it contradicts an input of the subject. After an
 * error, the earlier outcome remains.
 */
export type ReportOutcome = (of: OutcomeOf, report: ReportedOutcome, names: RefusalNames) => Promise<Outcome>

const MAX_PREDICTIONS = 500

export function buildReportOutcome(dependencies: ApiDependencies): ReportOutcome {
  const { predictors, predictions, outcomes, clock } = dependencies
  const checks = new Map(predictors.map(({ name, outcome }) => [name, buildSchemaCheck(outcome)]))

  return async ({ predictor, subject, outcomeId }, { outcome, endedAt, ...report }, names) => {
    const { name } = predictor
    checks.get(name)!(outcome, names.outcome)
    if (endedAt !== undefined && Date.parse(endedAt) > clock.now())
      throw invalidField('/endedAt', `must not be in the future (got ${endedAt})`)
    const [made, watched, earlier] = await Promise.all([
      predictions.list({ predictor: name, subject }, { limit: MAX_PREDICTIONS }),
      findWatched(dependencies, name, subject),
      outcomes.get(name, subject, outcomeId)
    ])
    if (made.items.length === 0 && !watched && !earlier)
      throw new Failure(
        'not-found',
        `there is no prediction of '${subject}' by ${name}: request a prediction first`,
        { field: names.subject }
      )
    const fault =
      watched?.findReportFault(outcome) ?? (await findFault(predictions, predictor, outcome, made.items))
    if (fault) {
      const field = `${names.outcome}${fault.field}`
      const kept = earlier ? `the earlier outcome remains (${earlier.outcome})` : 'nothing was stored'
      throw new Failure(names.contradiction, `${describeField(field)} ${fault.reason}; ${kept}`, { field })
    }
    const text = writeCanonicalJson(outcome)
    // Reporting the same outcome again does not create a revision.
    const presumedEnd = earlier?.outcome === text ? earlier.endedAt : clock.now()
    const provenance = report.provenance ?? watched?.provenance
    const stored = {
      predictor: name,
      subject,
      outcomeId,
      outcome: text,
      endedAt: endedAt === undefined ? presumedEnd : Date.parse(endedAt),
      source: 'reported' as const
    }
    const { revision } = await outcomes.put(provenance === undefined ? stored : { ...stored, provenance })
    const current = await outcomes.get(name, subject, outcomeId)
    return current ?? { ...stored, revision, provenance: provenance ?? 'real' }
  }
}

/** Reads one input at a time, because each can be as large as a whole body. */
async function findFault(
  predictions: ApiDependencies['predictions'],
  predictor: AnyPredictor,
  outcome: unknown,
  made: readonly Prediction[]
): Promise<Fault | null> {
  for (const { id, state } of made) {
    // The input of a failed or canceled prediction may itself be wrong.
    if (state === 'failed' || state === 'canceled') continue
    const input = await predictions.input(id)
    const fault = input === null ? null : predictor.findReportFault(outcome, JSON.parse(input))
    if (fault) return fault
  }
  return null
}
