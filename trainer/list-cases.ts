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
    for (const stored of page) if (seen++ >= skipped) cases.push(toCase(stored))
    after = page.at(-1)
    if (page.length < pageSize) return cases
  }
}

/** The maximum number of samples that are searched for the newest wanted ones. */
const maxSearched = 20_000

/**
 * Lists the finished cases of the wanted subjects that ended last, in the order of their end: all of at most `maxSubjects`
 * subjects, found among the newest 20,000 samples.
 */
export async function listNewestCases(
  samples: Pick<Samples, 'listNewest'>,
  filter: Parameters<Samples['listNewest']>[0],
  wanted: { readonly maxSubjects: number; readonly isWanted: (subject: string) => boolean }
): Promise<readonly CaseText[]> {
  const cases: CaseText[] = []
  const subjects = new Set<string>()
  let before: StoredSample | undefined
  for (let searched = 0; searched < maxSearched; searched += pageSize) {
    const page = await samples.listNewest(filter, { limit: pageSize, before })
    for (const stored of page) {
      const { subject } = stored
      if (!wanted.isWanted(subject)) continue
      if (subjects.size === wanted.maxSubjects && !subjects.has(subject)) return cases.reverse()
      subjects.add(subject)
      cases.push(toCase(stored))
    }
    before = page.at(-1)
    if (page.length < pageSize) break
  }
  return cases.reverse()
}

function toCase({ id, subject, endedAt, provenance, sample }: StoredSample): CaseText {
  return { id, group: subject, endedAt, isSimulated: provenance !== 'real', sample }
}
