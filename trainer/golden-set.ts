import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { Example, PredictorModule } from '../predictors/predictor.ts'

/** Finished cases on which every version is verified. */
export interface GoldenSet {
  /** SHA-256 of the cases, hex. Only answers to the same set are compared. */
  readonly id: string
  readonly cases: readonly Example<unknown, unknown>[]
}

/** Reads the golden file of the module, by default the examples of the predictor. Throws a TypeError for an invalid file. */
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
    throw new TypeError(`${file.pathname} must be a JSON list of examples { title, input, outcome }`)
  return cases
}

function isExample(value: unknown): value is Example<unknown, unknown> {
  if (typeof value !== 'object' || value === null) return false
  return 'title' in value && typeof value.title === 'string' && 'input' in value && 'outcome' in value
}
