import { afterAll, expect, test } from 'vitest'
import { openBlobsFolder } from '../../adapters/blobs/folder.ts'
import { systemClock } from '../../adapters/clock/system.ts'
import { buildThreads } from '../../adapters/threads/piscina.ts'
import { buildModelVersions, type ManifestDraft } from '../../stores/model-versions.ts'
import { runTraining, type TrainingOptions } from '../../trainer/run-training.ts'
import { readTrainingRequest, type TrainingRunOptions } from '../../trainer/training-request.ts'
import * as languageGuess from '../fixtures/language-guess.ts'
import { drawTexts } from '../fixtures/letter-texts.ts'
import { temporaryFolder } from '../harness/temporary.ts'

const threads = buildThreads({ size: 2 })
afterAll(() => threads.close())
const { predictor } = languageGuess
const by = { actor: 'test', reason: 'because' }

function build(change: Partial<TrainingOptions> = {}) {
  const versions = buildModelVersions({ blobs: openBlobsFolder(temporaryFolder()), clock: systemClock })
  const settings = {
    heldOutShare: 0.25,
    minHeldOutGroups: 20,
    minTrainingGroups: 20,
    minCrossValidatedGroups: 20,
    maxCrossValidatedGroups: 0,
    startsFromFirstModel: true
  }
  const options = {
    predictorModule: languageGuess,
    versions,
    threads,
    clock: systemClock,
    settings,
    codeVersion: 'test'
  }
  const run = (cases: ReturnType<typeof drawCases>, asked: TrainingRunOptions = {}) =>
    runTraining(
      { ...options, isOurs: () => true, ...change },
      cases,
      readTrainingRequest(JSON.stringify(asked))
    )
  return { versions, run }
}

const draft: ManifestDraft = {
  schemaVersion: 1,
  features: [],
  training: { source: 'a test', samples: 0, groups: 0, cut: null, seed: 1, options: {} },
  metrics: [],
  parent: null,
  codeVersion: 'test',
  isSimulated: false,
  notes: ''
}

/** Cases that ended one second after another, from `first` on. */
function drawCases(seed: number, count: number, first = 0, noise = 0.3) {
  return drawTexts(seed, count, noise).map(({ text, language }, index) => ({
    id: `${first + index}`,
    group: `text-${first + index}`,
    endedAt: 1_000 * (first + index + 1),
    sample: JSON.stringify(predictor.sample({ text }, { language }))
  }))
}

test('the first version must beat the predictor without a model and the constant', async () => {
  const { versions, run } = build()
  const end = await run(drawCases(1, 200))
  expect(end).toMatchObject({ state: 'promoted', version: 1 })
  const { training } = await versions.manifest(predictor.name, 1)
  expect(training).toMatchObject({ samples: 150, groups: 150, cut: new Date(150_000).toISOString() })
})

test('publishes a version no better than the constant, which does not go live', async () => {
  const { versions, run } = build()
  // Letters that say nothing of the language.
  const end = await run(drawCases(1, 200, 0, 1))
  expect(end).toMatchObject({
    state: 'declined',
    version: 1,
    reason: expect.stringContaining('than constant')
  })
  expect(await versions.serving(predictor.name)).toBeNull()
  expect(await versions.versions(predictor.name)).toHaveLength(1)
})

test('postpones a training with too few training or held-out groups and gives the reason', async () => {
  const { run, versions } = build()
  expect(await run(drawCases(1, 24))).toMatchObject({ state: 'postponed', version: null })
  await run(drawCases(1, 200))
  // All but ten ended before the champion's cut or taught it.
  const end = await run(drawCases(1, 160))
  expect(end).toMatchObject({
    state: 'postponed',
    reason: expect.stringMatching(/^\d+ held-out groups .* at least \d+ are needed$/)
  })
  expect(await versions.versions(predictor.name)).toHaveLength(1)
})

test('compares a champion on cases after its cut, and does not replace it by noise', async () => {
  const { versions, run } = build()
  await run(drawCases(1, 400))
  const end = await run(drawCases(1, 600))
  expect(end).toMatchObject({
    state: 'declined',
    version: 2,
    reason: expect.stringContaining('than champion')
  })
  expect(end.report).toMatchObject({ champion: 1, heldOut: { groups: 75 } })
  expect(await versions.serving(predictor.name)).toMatchObject({ version: 1 })
})

test('a truly better candidate replaces the champion', async () => {
  const { versions, run } = build()
  // Learned from much noise; the later cases are clear.
  await run(drawCases(1, 120, 0, 0.8))
  await versions.promote(predictor.name, 1, by).catch(() => {})
  const end = await run([...drawCases(1, 120, 0, 0.8), ...drawCases(2, 400, 120, 0.2)])
  expect(end).toMatchObject({ state: 'promoted', version: 2 })
})

test('an override promotes a version that did not pass and records actor and reason', async () => {
  const { versions, run } = build()
  await run(drawCases(1, 400))
  const end = await run(drawCases(1, 600), { override: { actor: 'ann', reason: 'new letters' } })
  expect(end).toMatchObject({ state: 'promoted', version: 2 })
  expect(await versions.serving(predictor.name)).toMatchObject({
    version: 2,
    actor: 'ann',
    reason: expect.stringMatching(/^new letters \(without the gate: .*worse than champion/)
  })
})

test('ignores a simulated champion, and never replaces a real version by a simulated candidate', async () => {
  const { versions, run } = build()
  await run(drawCases(1, 400), { isSimulated: true })
  expect(await versions.manifest(predictor.name, 1)).toMatchObject({ isSimulated: true })
  const real = await run(drawCases(2, 200))
  expect(real).toMatchObject({ state: 'promoted', version: 2, report: { champion: 1 } })
  const simulated = await run(drawCases(3, 400, 1_000, 0), { isSimulated: true })
  expect(simulated).toMatchObject({ state: 'declined', version: 3 })
})

test('the notes of a version state its source', async () => {
  const { versions, run } = build()
  await run(drawCases(1, 400), { isSimulated: true })
  await run(drawCases(2, 200))
  expect((await versions.manifest(predictor.name, 1)).notes).toBe('learned from simulated cases')
  expect((await versions.manifest(predictor.name, 2)).notes).toBe('')
})

test('all cases are eligible for a champion whose training set is unknown', async () => {
  const { versions, run } = build()
  await run(drawCases(1, 200))
  const artefact = await versions.artefact(predictor.name, 1)
  const schemaVersion = predictor.sampleVersion
  const unknown = await versions.publish(predictor.name, artefact, { ...draft, schemaVersion })
  await versions.promote(predictor.name, unknown.version, by)
  const { report } = await run(drawCases(1, 200))
  expect(report).toMatchObject({ champion: unknown.version, heldOut: { groups: 50 } })
})

test('ignores a champion that cannot be loaded', async () => {
  const { versions, run } = build()
  await run(drawCases(1, 200))
  const broken = await versions.publish(predictor.name, new TextEncoder().encode('{'), draft)
  await versions.promote(predictor.name, broken.version, by)
  expect(await run(drawCases(1, 200))).toMatchObject({ state: 'promoted', version: 3 })
})

test('a trainer that lost its lease publishes nothing', async () => {
  const { versions, run } = build({ isOurs: () => false })
  await expect(run(drawCases(1, 200))).rejects.toMatchObject({ code: 'shutting-down' })
  expect(await versions.versions(predictor.name)).toEqual([])
})

test('does not promote after another version went live during the comparison', async () => {
  const { versions, run } = build()
  await run(drawCases(1, 120, 0, 0.8))
  await versions.promote(predictor.name, 1, by).catch(() => {})
  const other = await versions.publish(predictor.name, predictor.encode({ languages: [] }), draft)
  const racing = build({
    versions: {
      ...versions,
      publish: async (...args: Parameters<typeof versions.publish>) => {
        await versions.promote(predictor.name, other.version, by)
        return versions.publish(...args)
      }
    }
  })
  const end = await racing.run([...drawCases(1, 120, 0, 0.8), ...drawCases(2, 400, 120, 0.2)])
  expect(end).toMatchObject({ state: 'declined', reason: expect.stringContaining('compared with version 1') })
  expect(await versions.serving(predictor.name)).toMatchObject({ version: other.version })
})

test('the same cases and seed give the same bytes', async () => {
  const [first, second] = [build(), build()]
  await first.run(drawCases(1, 200))
  await second.run(drawCases(1, 200))
  const shaOf = async ({ versions }: typeof first) => (await versions.manifest(predictor.name, 1)).sha256
  expect(await shaOf(first)).toBe(await shaOf(second))
})
