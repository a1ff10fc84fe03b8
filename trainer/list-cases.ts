import type { Provenance } from '../ports/provenance.ts'
import type { AnyPredictor } from '../predictors/predictor.ts'
import type { Samples, StoredSample } from '../stores/samples.ts'
import type { CaseText } from './train-task.ts'

const pageSize = 2_000

/**
 * Lists the finished cases of the predictor's current sample version with these provenances, in the order of their end. At most
 * `limit` cases: those that ended last.
 */
export async function listCases(
  samples: Pick<Samples, 'list' | 'count'>,
  { name, sampleVersion }: AnyPredictor,
  { limit, provenances }: { readonly limit: number; readonly provenances: readonly Provenance[] }
): Promise<readonly CaseText[]> {
  const filter = { predictor: name, version: sampleVersion, provenances }
  const skipped = Math.max(0, (await samples.count(filter)) - limit)
  const cases: CaseText[] = []
  let after: StoredSample | undefined
  for (let seen = 0; ; ) {
    const page = await samples.list(filter, { limit: pageSize, after })
    for (const { id, subject, endedAt, provenance, sample } of page)
      if (seen++ >= skipped)
        cases.push({ id, group: subject, endedAt, isSimulated: provenance !== 'real', sample })
    after = page.at(-1)
    if (page.length < pageSize) return cases
  }
}
