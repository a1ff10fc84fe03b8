import type { AnyPredictor } from '../predictors/predictor.ts'
import type { Samples, StoredSample } from '../stores/samples.ts'
import type { CaseText } from './train-task.ts'

const pageSize = 2_000

/** Subjects of simulated cases begin so: they never mix with others in a training. */
export const simulatedPrefix = 'simulated/'

/**
 * All finished cases of the predictor's sample version, simulated ones alone or all others, by their end; of more than
 * `limit` samples those that ended last.
 */
export async function listCases(
  samples: Pick<Samples, 'list' | 'count'>,
  { name, sampleVersion }: AnyPredictor,
  { limit, isSimulated }: { readonly limit: number; readonly isSimulated: boolean }
): Promise<readonly CaseText[]> {
  const filter = { predictor: name, version: sampleVersion }
  const skipped = Math.max(0, (await samples.count(filter)) - limit)
  const cases: CaseText[] = []
  let after: StoredSample | undefined
  for (let seen = 0; ; ) {
    const page = await samples.list(filter, { limit: pageSize, after })
    for (const { id, subject, endedAt, sample } of page)
      if (seen++ >= skipped && subject.startsWith(simulatedPrefix) === isSimulated)
        cases.push({ id, group: subject, endedAt, sample })
    after = page.at(-1)
    if (page.length < pageSize) return cases
  }
}
