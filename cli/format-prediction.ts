import type { CascadePrediction, Client, Prediction } from '../client/client.ts'
import { type AnswerField, describeAnswer } from '../client/describe-answer.ts'
import { answerFormats } from './format.ts'
import { formatPairs, formatTime, printAnswer } from './print-answer.ts'
import type { Terminal } from './terminal.ts'

type Shown = Prediction | CascadePrediction

/** The fields of an answer, by predictor. */
type AnswerFields = ReadonlyMap<string, readonly AnswerField[]>

/** Reads the answer fields that each predictor of the service declares. */
export async function readAnswerFields({ predictions }: Client): Promise<AnswerFields> {
  const { items } = await predictions.predictors()
  return new Map(items.map(({ name, answer }) => [name, answer]))
}

/** Prints a prediction: as JSON, or as the declared fields. */
export async function printPrediction(
  terminal: Terminal,
  client: Client,
  isJson: true | undefined,
  prediction: Shown
): Promise<void> {
  const fields = isJson ? new Map() : await readAnswerFields(client)
  await printAnswer(terminal, isJson, prediction, () => formatPrediction(prediction, fields))
}

export const predictionHead = ['id', 'predictor', 'subject', 'state', 'answer', 'model', 'created']

const MAX_ROW_FIELDS = 2

/** Formats a row of the table of predictions; times are in UTC. */
export function formatPredictionRow(prediction: Prediction, fields: AnswerFields): readonly string[] {
  const { id, predictor, subject, state, model, createdAt } = prediction
  const shown = describeResult(prediction, fields).slice(0, MAX_ROW_FIELDS)
  return [
    id,
    predictor,
    subject ?? '',
    state,
    shown.map(([label, text]) => `${label} ${text}`).join(', '),
    model === null ? '' : String(model.version),
    formatTime(createdAt)
  ]
}

/** Formats one prediction with all its fields. */
function formatPrediction(prediction: Shown, fields: AnswerFields): string {
  const { id, subject, state, error, model, attempts, createdAt, finishedAt, nextAttemptAt } = prediction
  const pairs: readonly (readonly [string, string | null])[] = [
    ['about', subject],
    ...describeResult(prediction, fields),
    ['model', model === null ? null : `version ${model.version}`],
    ['reason', error === null ? null : `${error.reason} (${error.code})`],
    ['created', formatTime(createdAt)],
    ['finished', finishedAt === null ? null : formatTime(finishedAt)],
    ['next attempt', nextAttemptAt === null ? null : formatTime(nextAttemptAt)],
    ['attempts', String(attempts)]
  ]
  return formatPairs(
    `${id}: ${state}`,
    pairs.flatMap(([name, value]) => (value === null ? [] : [[name, value] as const]))
  )
}

/** The declared fields with their values; the result as JSON if the service no longer has the predictor. */
function describeResult(
  { predictor, result }: Shown,
  fields: AnswerFields
): readonly (readonly [string, string])[] {
  if (result === null || result === undefined) return []
  const declared = fields.get(predictor)
  if (declared === undefined) return [['result', JSON.stringify(result)]]
  return describeAnswer(declared, result, answerFormats).map(({ label, text }) => [label, text] as const)
}
