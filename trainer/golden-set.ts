import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { Example, PredictorModule } from '../predictors/predictor.ts'

/** Finished cases on which every version is verified. */
export interface GoldenSet {
  /** sha256 of the cases, hex: answers to another set are not compared. */
  readonly id: string
  readonly cases: readonly Example<unknown, unknown>[]
}

/** The module's golden file, or else the predictor's examples. Throws TypeError for a file that holds no examples. */
export async function readGoldenSet({
  golden,
  predictor
}: Pick<PredictorModule, 'golden' | 'predictor'>): Promise<GoldenSet> {
  const cases =
    golden === undefined ? predictor.examples : parseExamples(golden, await readFile(golden, 'utf8'))
  return { id: createHash('sha256').update(JSON.stringify(cases)).digest('hex'), cases }
}

function parseExamples(file: URL, text: string): GoldenSet['cases'] {
  const cases: unknown = JSON.parse(text)
  if (!Array.isArray(cases) || cases.length === 0 || !cases.every(isExample))
    throw new TypeError(`${file.pathname} is not a list of examples: { title, input, outcome } each`)
  return cases
}

function isExample(value: unknown): value is Example<unknown, unknown> {
  if (typeof value !== 'object' || value === null) return false
  return 'title' in value && typeof value.title === 'string' && 'input' in value && 'outcome' in value
}
