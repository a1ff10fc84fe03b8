import { expect, test } from 'vitest'
import { startPlatform } from '../harness/start-platform.ts'
import { until } from '../harness/until.ts'
import type { Case } from './predictor-setup.ts'
import { toyClickSetup } from './setups/toy-click.ts'

// Samples and a request start trainings in describe-predictor.ts, where the program runs with its own settings. These
// triggers look at hundreds of predictions, or wait for a day, unless they are told otherwise.

const { module, drawCases, caseCount } = toyClickSetup
const { name, sampleVersion, slice, sample } = module.predictor
const recentCount = 60
const settings = {
  newSamples: caseCount,
  minNewSamples: 5,
  pauseSeconds: 0,
  scheduleSeconds: 0,
  recentCount
}

async function start(changes: Partial<typeof settings> = {}) {
  const { predictions, outcomes, samples, trainingRuns } = await startPlatform([module], {
    ...settings,
    ...changes
  })
  return {
    async ask(input: unknown, subject: string) {
      const common = { predictor: name, pinnedVersion: null, callback: null, requestId: null }
      const submission = { ...common, subject, slice: slice(input), input: JSON.stringify(input) }
      const { id } = await predictions.accept(submission)
      expect(await predictions.waitForEnd(id, 60_000)).toMatchObject({ state: 'succeeded' })
    },
    report: (subject: string, outcome: unknown) =>
      outcomes.put({
        predictor: name,
        subject,
        outcomeId: 'first',
        outcome: JSON.stringify(outcome),
        endedAt: Date.now(),
        source: 'reported'
      }),
    putSamples: (cases: readonly Case[], label: string) =>
      samples.put(
        cases.map(({ input, outcome }, index) => ({
          predictor: name,
          version: sampleVersion,
          subject: `${label}-${index}`,
          slice: slice(input),
          sample: JSON.stringify(sample(input, outcome)),
          endedAt: Date.now()
        }))
      ),
    request: () => trainingRuns.request(name, 'requested', '{}'),
    /** Resolves once the last run began for this reason and has ended. */
    async waitForRun(trigger: string, states: readonly string[] = ['promoted', 'declined', 'postponed']) {
      await until(async () => {
        const last = await trainingRuns.last(name)
        expect(last?.trigger).toBe(trigger)
        expect(last?.state).toBeOneOf([...states])
      })
    }
  }
}

test('inputs unlike those it was trained on start a training by drift, of sparse features too', async () => {
  const { ask, putSamples, waitForRun } = await start()
  await putSamples(drawCases(1, caseCount), 'learned')
  await waitForRun('samples', ['promoted'])
  const strange = { device: 'phone', words: ['report', 'terms', 'invoice'] }
  await Promise.all(Array.from({ length: recentCount }, (_, index) => ask(strange, `strange-${index}`)))
  await putSamples(drawCases(2, 10), 'fresh')
  await waitForRun('drift')
})

test('outcomes that the live version did not expect start a training by its loss', async () => {
  const { ask, report, putSamples, waitForRun } = await start()
  await putSamples(drawCases(1, caseCount), 'learned')
  await waitForRun('samples', ['promoted'])
  const cases = drawCases(2, 2 * recentCount)
  await Promise.all(cases.map(({ input }, index) => ask(input, `asked-${index}`)))
  for (const [index, { outcome }] of cases.entries())
    await report(`asked-${index}`, { clicked: !(outcome as { clicked: boolean }).clicked })
  await waitForRun('loss')
})

test('a new sample starts a training by schedule', async () => {
  const { request, putSamples, waitForRun } = await start({ scheduleSeconds: 0.2 })
  await request()
  await waitForRun('requested')
  await putSamples(drawCases(1, 1), 'fresh')
  await waitForRun('schedule')
})
