import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import { Failure } from '../../ports/errors.ts'
import type { AnyPredictor } from '../../predictors/predictor.ts'
import type { Outcome } from '../../stores/outcomes.ts'
import { cutPage } from '../../stores/page.ts'
import { buildBatch } from '../batch.ts'
import type { ApiDependencies } from '../dependencies.ts'
import { requireStreamedBody } from '../http/body-bytes.ts'
import type { Call, Handlers } from '../http/call.ts'
import { buildPages, refuseCursor } from '../http/page.ts'
import { buildJsonCheck } from '../http/validate.ts'
import { findPredictor } from '../predictors.ts'
import type { RefusalNames, ReportOutcome } from '../report-outcome.ts'
import { toSubjectOutcome } from '../represent.ts'

type OutcomeHandlers = Pick<Handlers, 'putOutcome' | 'getOutcome' | 'reportOutcomes' | 'listOutcomes'>

const names = { outcome: '/outcome', contradiction: 'outcome-contradicts-input' } as const
const ofPath: RefusalNames = { ...names, subject: 'subject' }
const ofBody: RefusalNames = { ...names, subject: '/subject' }

/** Builds the handlers for the outcomes of any predictor. */
export function buildOutcomeHandlers(dependencies: ApiDependencies, report: ReportOutcome): OutcomeHandlers {
  const { outcomes, settings } = dependencies
  const pages = buildPages(dependencies.feed)

  /** Finds a predictor. Throws Failure('conflict') if its subjects have another number of outcomes. */
  function find(name: string, number: AnyPredictor['outcomes']): AnyPredictor {
    const predictor = findPredictor(dependencies, name)
    if (predictor.outcomes === number) return predictor
    const route = `/predictors/${name}/outcomes`
    throw new Failure(
      'conflict',
      number === 'one'
        ? `a subject of ${name} has many outcomes: POST to ${route}, or GET ${route}?subject=...`
        : `a subject of ${name} has one outcome: PUT it to ${route}/{subject}`,
      { field: 'predictor' }
    )
  }

  // Processes one line at a time, so that the later of two reports of an outcome counts.
  const batch = buildBatch({ ...settings.limits, batchWidth: 1 }, buildJsonCheck('reportOutcomes'))

  async function accept(predictor: AnyPredictor, body: NonNullable<Call<'reportOutcomes'>['body']>) {
    const { subject, id = randomUUID(), ...reported } = body
    return toSubjectOutcome(await report({ predictor, subject, outcomeId: id }, reported, ofBody))
  }

  return {
    async putOutcome({ path: { predictor, subject }, body }) {
      const of = { predictor: find(predictor, 'one'), subject, outcomeId: '' }
      return { status: 200, body: toSubjectOutcome(await report(of, body, ofPath)) }
    },

    async getOutcome({ path: { predictor, subject } }) {
      const { name } = find(predictor, 'one')
      const outcome = await outcomes.get(name, subject)
      if (!outcome)
        throw new Failure('not-found', `there is no outcome of '${subject}'`, { field: 'subject' })
      return { status: 200, body: toSubjectOutcome(outcome) }
    },

    async reportOutcomes({ path, json, request, requestId }) {
      const predictor = find(path.predictor, 'many')
      if (json !== null) return { status: 200, body: await accept(predictor, json.value) }
      const answers = batch(requireStreamedBody(request.body), requestId, line =>
        accept(predictor, line.value)
      )
      return { status: 200, type: 'application/x-ndjson', raw: Readable.from(answers, { objectMode: false }) }
    },

    async listOutcomes({ path, query }) {
      const { name } = findPredictor(dependencies, path.predictor)
      return pages.answer(
        'listOutcomes',
        query,
        async ({ limit, cursor }) => {
          const after = cursor === undefined ? undefined : readOutcomeCursor(cursor)
          const request = { limit: limit + 1, after }
          return cutPage(
            await outcomes.list({ predictor: name, subject: query.subject }, request),
            limit,
            writeOutcomeCursor
          )
        },
        toSubjectOutcome
      )
    }
  }
}

type OutcomeCursor = Pick<Outcome, 'subject' | 'outcomeId'>

function writeOutcomeCursor({ subject, outcomeId }: OutcomeCursor): string {
  return JSON.stringify([subject, outcomeId])
}

/** Throws Failure('invalid-query'). */
function readOutcomeCursor(text: string): OutcomeCursor {
  try {
    const [subject, outcomeId]: readonly unknown[] = JSON.parse(text)
    if (typeof subject === 'string' && typeof outcomeId === 'string') return { subject, outcomeId }
  } catch {
    // Rejected below.
  }
  throw refuseCursor()
}
