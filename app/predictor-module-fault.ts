import type { AnswerField, AnyPredictor, PredictorModule } from '../predictors/predictor.ts'

type Kind = 'text' | 'object' | 'list' | 'function'

const required = {
  title: 'text',
  description: 'text',
  input: 'object',
  output: 'object',
  outcome: 'object',
  sampleSchema: 'object',
  examples: 'list',
  answer: 'list',
  metrics: 'list',
  slice: 'function',
  findReportFault: 'function',
  findOutcomeFault: 'function',
  predict: 'function',
  sample: 'function',
  features: 'function',
  plan: 'function',
  trainPart: 'function',
  combine: 'function',
  losses: 'function',
  baselines: 'function',
  encode: 'function',
  decode: 'function'
} as const satisfies Partial<Record<keyof AnyPredictor, Kind>>

const descriptions: Readonly<Record<Kind, string>> = {
  text: 'a text',
  object: 'an object',
  list: 'a list with at least one entry',
  function: 'a function'
}

const answerKinds: Readonly<Record<AnswerField['kind'], true>> = {
  number: true,
  count: true,
  share: true,
  seconds: true,
  text: true,
  interval: true,
  ranking: true,
  quantiles: true,
  factors: true,
  cases: true,
  flags: true
}

/** Finds out why the exports of a module are not a PredictorModule. Null: they are. */
export function findModuleFault(exported: Partial<PredictorModule>): string | null {
  const { moduleUrl, bootstrap, golden } = exported
  const predictor: unknown = exported.predictor
  if (!isObject(predictor)) return 'it must export `predictor` (see predictors/predictor.ts)'
  if (typeof moduleUrl !== 'string' || !URL.canParse(moduleUrl))
    return 'it must export `moduleUrl`, which is import.meta.url'
  if (bootstrap !== undefined && !(bootstrap?.artefact instanceof URL && bootstrap.manifest instanceof URL))
    return '`bootstrap` must name `artefact` and `manifest` as URLs'
  if (golden !== undefined && !(golden instanceof URL)) return '`golden` must be a URL'
  return findPredictorFault(predictor)
}

function findPredictorFault(predictor: Readonly<Record<string, unknown>>): string | null {
  const { name, outcomes, sampleVersion, featureNames, slices, metrics, batch, calibration } = predictor
  if (typeof name !== 'string' || !/^[a-z][a-z0-9-]{0,63}$/.test(name))
    return `predictor.name must be 1 to 64 lower-case letters, digits and hyphens, a letter first (got ${JSON.stringify(name)})`
  for (const [member, kind] of Object.entries(required))
    if (!is(kind, predictor[member])) return `predictor.${member} must be ${descriptions[kind]}`
  const answerFault = findAnswerFault(name, Array.isArray(predictor.answer) ? predictor.answer : [])
  if (answerFault !== null) return answerFault
  if (outcomes !== 'one' && outcomes !== 'many') return "predictor.outcomes must be 'one' or 'many'"
  if (!Number.isSafeInteger(sampleVersion)) return 'predictor.sampleVersion must be a whole number'
  if (featureNames !== null && !is('list', featureNames))
    return 'predictor.featureNames must be a list of names, or null'
  if (slices !== null && !is('object', slices)) return 'predictor.slices must be an object, or null'
  const loss: unknown = Array.isArray(metrics) ? metrics[0] : null
  if (!isObject(loss) || loss.direction !== 'lower-is-better')
    return "the first of predictor.metrics is the loss: its direction must be 'lower-is-better'"
  if (calibration !== undefined && !isCalibration(calibration))
    return 'predictor.calibration must have the functions learn and apply'
  return batch === undefined ? null : findBatchFault(batch)
}

function findAnswerFault(name: string, answer: readonly unknown[]): string | null {
  for (const [index, field] of answer.entries()) {
    const kind = isObject(field) ? field.kind : undefined
    if (!Object.hasOwn(answerKinds, String(kind)))
      return `predictor.answer[${index}].kind of ${name} must be one of ${Object.keys(answerKinds).join(', ')} (got ${JSON.stringify(kind)})`
  }
  return null
}

function findBatchFault(batch: unknown): string | null {
  const { maxSize, maxDelayMs }: Readonly<Record<string, unknown>> = isObject(batch) ? batch : {}
  if (!(Number.isSafeInteger(maxSize) && Number(maxSize) >= 1 && Number(maxSize) <= 10_000))
    return 'predictor.batch.maxSize must be a whole number from 1 to 10000'
  if (!(typeof maxDelayMs === 'number' && maxDelayMs >= 0 && maxDelayMs <= 10_000))
    return 'predictor.batch.maxDelayMs must be a number from 0 to 10000'
  return null
}

function isCalibration(value: unknown): boolean {
  return isObject(value) && is('function', value.learn) && is('function', value.apply)
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}

function is(kind: Kind, value: unknown): boolean {
  if (kind === 'list') return Array.isArray(value) && value.length > 0
  if (kind === 'object') return isObject(value)
  return kind === 'function' ? typeof value === 'function' : typeof value === 'string' && value !== ''
}
