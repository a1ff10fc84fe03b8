import type { Threads } from '../ports/threads.ts'
import type { Json, PredictorModule } from '../predictors/predictor.ts'
import type { VerificationEnd, Verifications } from '../stores/verifications.ts'
import { findDifference } from './compare-answers.ts'
import type { GoldenSet } from './golden-set.ts'
import { type AnswersTask, type GoldenAnswer, moduleUrl } from './golden-task.ts'
import type { LoadedVersion } from './load-version.ts'
import { makeCaseSamples } from './make-case-samples.ts'
import { summarizeLosses } from './metrics.ts'
import { measureModels } from './train-version.ts'
import { live } from './verify-newest.ts'

interface VerifyGoldenOptions {
  readonly predictorModule: PredictorModule
  readonly threads: Threads
  readonly verifications: Pick<Verifications, 'keepAnswers'>
}

/**
 * Verifies the answers of the live version to the golden set. It fails if a case is not answered, or if an answer differs from
 * that of the first verification of this version on this set. A version never changes, so the cause is the program.
 */
export async function verifyGolden(
  { predictorModule, threads, verifications }: VerifyGoldenOptions,
  { manifest, bytes }: LoadedVersion,
  set: GoldenSet
): Promise<VerificationEnd> {
  const { version } = manifest
  const { name } = predictorModule.predictor
  const cases = set.cases.length
  const answers = await threads.run<AnswersTask, readonly GoldenAnswer[]>({
    module: moduleUrl,
    name: 'answerInputs',
    payload: {
      predictorModuleUrl: predictorModule.moduleUrl,
      model: bytes,
      inputs: set.cases.map(({ input }) => input)
    }
  })
  const samples = await makeCaseSamples(
    threads,
    predictorModule,
    set.cases.map(({ input, outcome }) => ({
      input: JSON.stringify(input),
      outcome: JSON.stringify(outcome)
    }))
  )
  const measurable = samples.flatMap((result, index) =>
    result.ok ? [{ id: String(index), group: String(index), endedAt: 0, sample: result.sample }] : []
  )
  const metrics = summarizeLosses(
    await measureModels(threads, predictorModule, measurable, { [live]: bytes, 'model-less': null }),
    predictorModule.predictor.slices
  )
  const measured = { version, cases, metrics }
  const unanswered = answers.findIndex(answer => 'fault' in answer)
  if (unanswered >= 0)
    return {
      ...measured,
      state: 'failed',
      reason: `${titleOf(unanswered)} is not answered: ${faultOf(unanswered)}`
    }
  const now = JSON.stringify(answers)
  const kept = await verifications.keepAnswers({ predictor: name, version, goldenSet: set.id }, now)
  const before: readonly GoldenAnswer[] = JSON.parse(kept)
  for (const [index, answer] of answers.entries()) {
    const found = findDifference(outputOf(before[index]), outputOf(answer))
    if (found)
      return {
        ...measured,
        state: 'failed',
        reason: `version ${version} answers ${titleOf(index)} differently from before: ${found.path === '' ? 'the answer' : found.path} was ${JSON.stringify(found.before)} and is ${JSON.stringify(found.now)}`
      }
  }
  const reason = `version ${version} answers all ${cases} golden cases as at its first verification`
  return { ...measured, state: 'passed', reason }

  function titleOf(index: number): string {
    return `golden case ${index + 1} ('${set.cases[index]?.title}')`
  }

  function faultOf(index: number): string {
    const answer = answers[index]
    return answer && 'fault' in answer ? answer.fault : ''
  }
}

function outputOf(answer: GoldenAnswer | undefined): Json {
  return answer && 'output' in answer ? answer.output : null
}
