import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { openBlobsFolder } from '../../adapters/blobs/folder.ts'
import { buildThreads } from '../../adapters/threads/piscina.ts'
import { Failure } from '../../ports/errors.ts'
import { buildModelVersions, type ManifestDraft } from '../../stores/model-versions.ts'
import { readGoldenSet } from '../../trainer/golden-set.ts'
import { writeGroupFilter } from '../../trainer/group-filter.ts'
import { buildVerifier } from '../../trainer/verifier.ts'
import * as languageGuess from '../fixtures/language-guess.ts'
import { type LetterModel, predictor } from '../fixtures/language-guess.ts'
import { drawTexts } from '../fixtures/letter-texts.ts'
import { openHealth } from '../harness/open-health.ts'
import { openStores } from '../harness/open-stores.ts'
import { buildRecordingLog } from '../harness/recording-log.ts'
import { buildSetClock } from '../harness/set-clock.ts'
import { temporaryFolder } from '../harness/temporary.ts'
import { testManifest } from '../harness/test-api.ts'

const threads = buildThreads({ size: 1 })
afterAll(() => threads.close())
const { name } = predictor
const hour = 3_600_000

function drawSamples(seed: number, count: number) {
  return drawTexts(seed, count).map(({ text, language }, index) => ({
    predictor: name,
    version: predictor.sampleVersion,
    subject: `text-${seed}-${index}`,
    slice: null,
    sample: JSON.stringify(predictor.sample({ text }, { language })),
    endedAt: 1_000 * index
  }))
}

function trainModel(seed: number): LetterModel {
  const samples = drawTexts(seed, 300).map(({ text, language }, index) => ({
    id: String(index),
    group: String(index),
    endedAt: '2026-11-20T00:00:00.000Z',
    sample: predictor.sample({ text }, { language })
  }))
  const options = { seed: 1 }
  const parts = predictor.plan(samples, options).map(part => predictor.trainPart(samples, part))
  return predictor.combine(samples, parts, options)
}

/** One that takes each language for another. */
function confuse({ languages }: LetterModel): LetterModel {
  return {
    languages: languages.map((each, i) => ({ ...each, name: languages[(i + 1) % languages.length]!.name }))
  }
}

async function build(settings: { verifySeconds?: number } = {}) {
  const clock = buildSetClock()
  const stores = await openStores(clock)
  const { log, lines } = buildRecordingLog()
  const health = openHealth(['trainer'], clock)
  const registry = buildModelVersions({ blobs: openBlobsFolder(temporaryFolder()), clock })
  const storeState = { isAway: false, isDamaged: false }
  const versions: typeof registry = {
    ...registry,
    async serving(predictor) {
      if (storeState.isAway) throw new Failure('blobs-unavailable', 'the store of models is away')
      if (storeState.isDamaged) throw new Failure('damaged-version', 'the history is damaged')
      return registry.serving(predictor)
    }
  }
  const start = () =>
    buildVerifier({
      ...stores,
      predictorModule: languageGuess,
      versions,
      threads,
      clock,
      log,
      settings: {
        verifySeconds: 0,
        newestCases: 60,
        minHeldOutGroups: 30,
        lossRatioLimit: 1.25,
        ...settings
      },
      component: health.component({ name: 'verification', role: 'background', remedy: 'roll back' })
    })
  const publish = async (model: LetterModel, meanLoss: number, draft: Partial<ManifestDraft> = {}) => {
    const { version } = await registry.publish(name, predictor.encode(model), {
      ...testManifest,
      schemaVersion: predictor.sampleVersion,
      metrics: [{ slice: 'all', forecaster: 'candidate', cases: 50, meanLoss, medianLoss: meanLoss }],
      training: { ...testManifest.training, groupFilter: writeGroupFilter(new Set()) },
      ...draft
    })
    await registry.promote(name, version, { actor: 'test', reason: '' })
    return version
  }
  const verifier = start()
  const verify = async () => {
    const asked = await stores.verifications.request(name, 'by-hand')
    await verifier.look()
    const { items } = await stores.verifications.list(name, { limit: 10 })
    return asked.map(({ id }) => items.find(each => each.id === id))
  }
  const problem = () => health.read().components.find(each => each.name === 'verification')
  return {
    ...stores,
    clock,
    health,
    lines,
    versions: registry,
    storeState,
    start,
    publish,
    verifier,
    verify,
    problem
  }
}

test('passes the live version if its loss on the newest cases is as expected and below the baselines', async () => {
  const { samples, publish, verify, problem } = await build()
  await samples.put(drawSamples(2, 120))
  await publish(trainModel(1), 0.4)
  const [newest, golden] = await verify()
  expect(newest).toMatchObject({ kind: 'newest', state: 'passed', version: 1, cases: 60 })
  expect(newest?.reason).toMatch(/^mean loss 0\.\d+ on 60 cases \(0\.4 on its held-out cases\)$/)
  const forecasters = newest?.metrics.map(({ forecaster }) => forecaster)
  expect(new Set(forecasters)).toEqual(new Set(['live', 'model-less', 'constant']))
  expect(golden).toMatchObject({ kind: 'golden', state: 'passed', version: 1, cases: 1 })
  expect(problem()).toMatchObject({ state: 'ok' })
})

test('a loss above the limit fails with a warning and a degraded component until it passes again', async () => {
  const { samples, publish, verify, verifier, start, problem, lines } = await build()
  await samples.put(drawSamples(2, 120))
  await publish(trainModel(1), 0.001)
  const [newest] = await verify()
  expect(newest).toMatchObject({ state: 'failed' })
  expect(newest?.reason).toMatch(
    /^mean loss 0\.\d+ on 60 cases is above 1\.25 times the 0\.001 on its held-out cases$/
  )
  expect(lines).toContainEqual(
    expect.objectContaining({ level: 'warn', message: 'the live version failed its verification' })
  )
  expect(problem()).toMatchObject({ state: 'degraded', cause: `newest: ${newest?.reason}` })
  verifier.rest()
  expect(problem()).toMatchObject({ state: 'ok' })
  await start().look()
  expect(problem()).toMatchObject({ state: 'degraded' })
  await publish(trainModel(1), 0.4)
  expect((await verify())[0]).toMatchObject({ state: 'passed', version: 2 })
  expect(problem()).toMatchObject({ state: 'ok' })
})

test('fails a version that is worse than a baseline, whatever its held-out loss', async () => {
  const { samples, publish, verify } = await build()
  await samples.put(drawSamples(2, 120))
  await publish(confuse(trainModel(1)), 0.99)
  const [newest] = await verify()
  expect(newest).toMatchObject({ state: 'failed' })
  expect(newest?.reason).toMatch(/^worse than the baseline constant: mean loss 0\.\d+, 0\.\d+ more /)
})

test('ignores simulated cases and cases that the version was trained on', async () => {
  const { samples, publish, verify } = await build()
  const cases = drawSamples(2, 120)
  await samples.put(cases.slice(0, 100))
  await samples.put(cases.slice(100).map(each => ({ ...each, provenance: 'simulated' as const })))
  const groupFilter = writeGroupFilter(new Set(cases.slice(0, 80).map(({ subject }) => subject)))
  await publish(trainModel(1), 0.4, { training: { ...testManifest.training, groupFilter } })
  const [newest] = await verify()
  expect(newest).toMatchObject({ state: 'undecided', cases: 20, metrics: [] })
  expect(newest?.reason).toBe(
    '20 groups of real cases that version 1 was not trained on, at least 30 are needed'
  )
})

test('fails if an answer to the golden set changes by more than rounding', async () => {
  const { publish, verify, versions, verifications, database } = await build()
  await publish(trainModel(1), 0.4)
  const [, first] = await verify()
  expect(first?.reason).toBe('version 1 answers all 1 golden cases as at its first verification')
  const keep = async (change: (probability: number) => number) =>
    database.write(async transaction => {
      const { answers } = await transaction.selectFrom('golden_answers').selectAll().executeTakeFirstOrThrow()
      const [{ output }] = JSON.parse(answers) as [{ output: { probability: number } }]
      const changed = JSON.stringify([{ output: { ...output, probability: change(output.probability) } }])
      await transaction.updateTable('golden_answers').set({ answers: changed }).execute()
    })
  await keep(probability => probability * (1 + 1e-9))
  expect((await verify())[1]).toMatchObject({ state: 'passed' })
  await keep(probability => probability * 1.01)
  const [, changed] = await verify()
  expect(changed).toMatchObject({ state: 'failed' })
  expect(changed?.reason).toMatch(
    /^version 1 answers golden case 1 \('A sentence'\) differently from before: \/probability was 1\.01\d+ and is 1$/
  )
  // Another version has answers of its own.
  await versions.publish(name, predictor.encode(trainModel(9)), { ...testManifest, schemaVersion: 1 })
  await versions.promote(name, 2, { actor: 'test', reason: '' })
  expect((await verify())[1]).toMatchObject({ state: 'passed', version: 2 })
  expect((await verifications.list(name, { limit: 20 })).items).toHaveLength(8)
})

test('fails a version whose artefact cannot be read, and is undecided without a live version', async () => {
  const { versions, verify } = await build()
  const undecided = { state: 'undecided', reason: 'no version is live' }
  expect(await verify()).toMatchObject([undecided, undecided])
  await versions.publish(name, Buffer.from('{'), { ...testManifest, schemaVersion: 1 })
  await versions.promote(name, 1, { actor: 'test', reason: '' })
  const failed = { state: 'failed', reason: 'the artefact of version 1 is not a model of language-guess' }
  expect(await verify()).toMatchObject([failed, failed])
})

test('verifies on schedule, across restarts, and when another version goes live', async () => {
  const { publish, verifications, clock, start } = await build({ verifySeconds: 24 * 3_600 })
  const count = async () => (await verifications.list(name, { limit: 100 })).items.length
  let verifier = start()
  await publish(trainModel(1), 0.4)
  await verifier.look()
  expect(await count(), 'not while the process starts').toBe(0)
  clock.advance(60_000)
  await verifier.look()
  expect(await count()).toBe(2)
  expect((await verifications.last(name))?.trigger).toBe('schedule')
  clock.advance(23 * hour)
  verifier = start()
  clock.advance(60_000)
  await verifier.look()
  expect(await count(), 'a restart alone').toBe(2)
  clock.advance(hour)
  await verifier.look()
  expect(await count(), 'a day later').toBe(4)
  await publish(trainModel(1), 0.4)
  clock.advance(60_000)
  await verifier.look()
  expect(await count(), 'another version').toBe(6)
})

test('verifies only on request if the schedule is disabled', async () => {
  const { publish, verifications, clock, verifier, verify } = await build()
  await publish(trainModel(1), 0.4)
  clock.advance(1_000 * hour)
  await verifier.look()
  expect((await verifications.list(name, { limit: 10 })).items).toEqual([])
  expect(await verify()).toHaveLength(2)
})

test('retries a verification while a server is unavailable', async () => {
  const { publish, verifications, verifier, storeState } = await build()
  await publish(trainModel(1), 0.4)
  await verifications.request(name, 'by-hand')
  storeState.isAway = true
  for (let tries = 0; tries < 4; tries++) await expect(verifier.look()).rejects.toThrow('is away')
  expect(await verifications.last(name)).toMatchObject({ state: 'queued', attempts: 0 })
  storeState.isAway = false
  await verifier.look()
  expect(await verifications.last(name)).toMatchObject({ state: 'passed', attempts: 1 })
})

test('does not retry a verification that fails for another reason', async () => {
  const { publish, verify, storeState } = await build()
  await publish(trainModel(1), 0.4)
  storeState.isDamaged = true
  const undecided = { state: 'undecided', reason: 'it could not be measured: the history is damaged' }
  expect(await verify()).toMatchObject([undecided, undecided])
})

test('reads a golden file, and rejects a file without examples and names it', async () => {
  const file = join(temporaryFolder(), 'golden.json')
  const read = async (cases: unknown) => {
    writeFileSync(file, JSON.stringify(cases))
    return readGoldenSet({ ...languageGuess, golden: pathToFileURL(file) })
  }
  const example = { title: 'one', input: { text: 'a' }, outcome: { language: 'en' } }
  const set = await read([example])
  expect(set.cases).toEqual([example])
  expect((await read([{ ...example, title: 'another' }])).id).not.toBe(set.id)
  for (const cases of [[], {}, [{ title: 'one', input: {} }]])
    await expect(read(cases)).rejects.toThrow(/golden\.json must be a JSON list of examples/)
})
