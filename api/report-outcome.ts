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
  /** Empty: the only one of its subject. */
  readonly outcomeId: string
}

interface ReportedOutcome {
  readonly outcome: unknown
  readonly endedAt?: string
  readonly provenance?: Provenance
}

/** How a route names what is refused. */
export interface RefusalNames {
  /** Pointer of the outcome. */
  readonly outcome: string
  /** Of the subject. */
  readonly subject: string
  readonly contradiction: ErrorCode
}

/**
 * Stores an outcome. Throws Failure('invalid-field') where it does not keep to its predictor's schema, Failure('not-found')
 * where nothing of the subject is kept, and the route's own code where it contradicts what was asked: none of these could be
 * used. What was reported before stays.
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
      throw invalidField('/endedAt', `must not lie ahead (got ${endedAt})`)
    const [made, watched, earlier] = await Promise.all([
      predictions.list({ predictor: name, subject }, { limit: MAX_PREDICTIONS }),
      findWatched(dependencies, name, subject),
      outcomes.get(name, subject, outcomeId)
    ])
    if (made.items.length === 0 && !watched && !earlier)
      throw new Failure(
        'not-found',
        `no prediction of '${subject}' by ${name} is kept: ask for a prediction first`,
        { field: names.subject }
      )
    const fault =
      watched?.findReportFault(outcome) ?? (await findFault(predictions, predictor, outcome, made.items))
    if (fault) {
      const field = `${names.outcome}${fault.field}`
      const kept = earlier ? `the earlier outcome is kept (${earlier.outcome})` : 'nothing was stored'
      throw new Failure(names.contradiction, `${describeField(field)} ${fault.reason}; ${kept}`, { field })
    }
    const text = writeCanonicalJson(outcome)
    // The same outcome again is no revision of it.
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
    const now = await outcomes.get(name, subject, outcomeId)
    return now ?? { ...stored, revision, provenance: provenance ?? 'real' }
  }
}

/** One input at a time: each may be as large as a body may be. */
async function findFault(
  predictions: ApiDependencies['predictions'],
  predictor: AnyPredictor,
  outcome: unknown,
  made: readonly Prediction[]
): Promise<Fault | null> {
  for (const { id, state } of made) {
    // What could not be answered says nothing.
    if (state === 'failed' || state === 'canceled') continue
    const input = await predictions.input(id)
    const fault = input === null ? null : predictor.findReportFault(outcome, JSON.parse(input))
    if (fault) return fault
  }
  return null
}
