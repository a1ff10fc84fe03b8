import { afterAll, expect, onTestFinished, test, vi } from 'vitest'
import { openBlobsFolder } from '../../adapters/blobs/folder.ts'
import { systemClock } from '../../adapters/clock/system.ts'
import { buildThreads } from '../../adapters/threads/piscina.ts'
import { buildModelVersions } from '../../stores/model-versions.ts'
import { buildRecentFeatures } from '../../stores/recent-features.ts'
import { startTrainer, type TrainerSettings } from '../../trainer/start-trainer.ts'
import * as languageGuess from '../fixtures/language-guess.ts'
import { drawTexts } from '../fixtures/letter-texts.ts'
import { openStores } from '../harness/open-stores.ts'
import { buildSetClock } from '../harness/set-clock.ts'
import { temporaryFolder } from '../harness/temporary.ts'
import { buildMemoryMetrics, silentLog } from '../worker/fakes.ts'

const threads = buildThreads({ size: 1 })
afterAll(() => threads.close())
const { predictor } = languageGuess
const until = (check: () => Promise<void> | void) => vi.waitFor(check, { timeout: 20_000, interval: 10 })

const LEASE_SECONDS = 9
const RENEWAL_MS = 3_000

/** A trainer with a run that stands still as soon as it has begun, until `resume`. Its time passes by `renew` alone. */
async function startHeld(settings: Partial<TrainerSettings> = {}) {
  const stores = await openStores(systemClock)
  const versions = buildModelVersions({ blobs: openBlobsFolder(temporaryFolder()), clock: systemClock })
  const made = drawTexts(1, 200).map(({ text, language }, index) => ({
    predictor: predictor.name,
    version: predictor.sampleVersion,
    subject: `text-${index}`,
    slice: null,
    sample: JSON.stringify(predictor.sample({ text }, { language })),
    endedAt: 1_000 * index
  }))
  await stores.samples.put(made)
  const run = await stores.trainingRuns.request(predictor.name, 'requested', '{}')
  const { promise: released, resolve: resume } = Promise.withResolvers<void>()
  const setClock = buildSetClock()
  let naps = 0
  const clock = {
    ...setClock,
    sleep(milliseconds: number, signal?: AbortSignal) {
      if (milliseconds === RENEWAL_MS) naps++
      return setClock.sleep(milliseconds, signal)
    }
  }
  const lease = { renewals: 0, answer: 'real' as 'real' | 'away' | 'taken' }
  const trainer = startTrainer({
    ...stores,
    predictors: [languageGuess],
    runs: stores.trainingRuns,
    recentFeatures: buildRecentFeatures(stores.database),
    versions: {
      ...versions,
      async serving(name) {
        await released
        return versions.serving(name)
      }
    },
    leases: {
      ...stores.leases,
      async take(...parameters) {
        lease.renewals++
        if (lease.answer === 'away') throw new Error('the database is away')
        return lease.answer === 'real' && stores.leases.take(...parameters)
      }
    },
    threads,
    clock,
    log: silentLog,
    metrics: buildMemoryMetrics(),
    owner: 'trainer-1',
    codeVersion: 'test',
    settings: { leaseSeconds: LEASE_SECONDS, ...settings }
  })
  onTestFinished(async () => {
    resume()
    await trainer.close()
  })
  const read = () => stores.trainingRuns.get(run.id)
  await until(async () => expect((await read())?.state).toBe('running'))
  /** The next renewal, which finds the database as `answer` says. */
  const renew = async (answer: typeof lease.answer) => {
    const { renewals } = lease
    await until(() => expect(naps).toBe(renewals))
    lease.answer = answer
    setClock.advance(RENEWAL_MS)
    await until(() => expect(lease.renewals).toBe(renewals + 1))
  }
  return { read, resume, renew, versions }
}

const isEnded = async (read: () => Promise<{ readonly state: string } | null>) =>
  until(async () => expect((await read())?.state).not.toBe('running'))

test('continues a training if the database is unavailable for less than the lease', async () => {
  const { read, resume, renew } = await startHeld()
  for (const answer of ['away', 'away', 'real', 'away', 'away', 'real'] as const) await renew(answer)
  resume()
  await isEnded(read)
  expect(await read()).toMatchObject({ state: 'promoted' })
})

test('publishes nothing if the database is unavailable until the lease expires', async () => {
  const { read, resume, renew, versions } = await startHeld()
  for (const answer of ['real', 'away', 'away', 'away'] as const) await renew(answer)
  resume()
  await isEnded(read)
  expect(await read()).toMatchObject({ state: 'failed', reason: 'another trainer took over' })
  expect(await versions.versions(predictor.name)).toEqual([])
})

test('a trainer whose lease another took publishes nothing', async () => {
  const { read, resume, renew, versions } = await startHeld()
  await renew('taken')
  resume()
  await isEnded(read)
  expect(await read()).toMatchObject({ state: 'failed', reason: 'another trainer took over' })
  expect(await versions.versions(predictor.name)).toEqual([])
})

test('a training reads at most its limit of cases, those that ended last', async () => {
  const { read, resume } = await startHeld({ maxCases: 120, heldOutShare: 0.25 })
  resume()
  await isEnded(read)
  const report = JSON.parse((await read())?.report ?? '{}')
  expect(report).toMatchObject({ isCrossValidated: true, training: { cases: 120 } })
})
