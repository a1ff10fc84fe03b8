import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { openBlobsFolder } from '../../adapters/blobs/folder.ts'
import { systemClock } from '../../adapters/clock/system.ts'
import { buildThreads } from '../../adapters/threads/piscina.ts'
import type { PredictorModule } from '../../predictors/predictor.ts'
import { buildModelVersions, type ManifestDraft } from '../../stores/model-versions.ts'
import { runTraining } from '../../trainer/run-training.ts'
import { readTrainingRequest, type TrainingRunOptions } from '../../trainer/training-request.ts'
import * as languageGuess from '../fixtures/language-guess.ts'
import * as fromFirst from '../fixtures/language-guess-from-first.ts'
import { drawTexts } from '../fixtures/letter-texts.ts'
import { temporaryFolder } from '../harness/temporary.ts'

const threads = buildThreads({ size: 2 })
afterAll(() => threads.close())
const { predictor } = languageGuess

const draft: ManifestDraft = {
  schemaVersion: 1,
  features: [],
  training: { source: 'a test', samples: 0, groups: 0, cut: null, seed: 1, options: {} },
  metrics: [],
  parent: null,
  codeVersion: 'test',
  isSimulated: true,
  notes: ''
}

function drawCases(seed: number, count: number, first = 0, noise = 0.2) {
  return drawTexts(seed, count, noise).map(({ text, language }, index) => ({
    id: `${first + index}`,
    group: `text-${first + index}`,
    endedAt: 1_000 * (first + index + 1),
    sample: JSON.stringify(predictor.sample({ text }, { language }))
  }))
}

/** The model of these cases, as a training on this thread makes it. */
function learn(cases: ReturnType<typeof drawCases>): Uint8Array {
  const samples = cases.map(({ id, group, sample }) => ({
    id,
    group,
    endedAt: '2026-11-20T00:00:00.000Z',
    sample: JSON.parse(sample)
  }))
  const parts = predictor.plan(samples, { seed: 1 }).map(part => predictor.trainPart(samples, part))
  return predictor.encode(predictor.combine(samples, parts, { seed: 1 }))
}
const good = learn(drawCases(9, 4_000))
/** Of letters that say nothing of the language. */
const poor = learn(drawCases(8, 4_000, 0, 1))

function build(first: Uint8Array | null, module: PredictorModule = languageGuess) {
  const folder = temporaryFolder()
  const versions = buildModelVersions({ blobs: openBlobsFolder(temporaryFolder()), clock: systemClock })
  const file = join(folder, 'artefact.bin')
  if (first) writeFileSync(file, first)
  const artefact = pathToFileURL(file)
  const predictorModule = first ? { ...module, bootstrap: { artefact, manifest: artefact } } : module
  const settings = {
    heldOutShare: 0.25,
    minHeldOutGroups: 30,
    minTrainingGroups: 30,
    minCrossValidatedGroups: 20,
    maxCrossValidatedGroups: 60,
    startsFromFirstModel: true
  }
  const run = (cases: ReturnType<typeof drawCases>, asked: TrainingRunOptions = {}, change = {}) =>
    runTraining(
      {
        predictorModule,
        versions,
        threads,
        clock: systemClock,
        settings: { ...settings, ...change },
        codeVersion: 'test',
        isOurs: () => true
      },
      cases,
      readTrainingRequest(JSON.stringify(asked))
    )
  const promote = async (bytes: Uint8Array, isSimulated = true) => {
    const { version } = await versions.publish(predictor.name, bytes, { ...draft, isSimulated })
    await versions.promote(predictor.name, version, { actor: 'test', reason: 'the first' })
  }
  return { versions, run, promote }
}

test('cross-validates few groups, and publishes the version that learned from all of them', async () => {
  const { versions, run, promote } = build(poor)
  await promote(poor)
  const end = await run(drawCases(1, 40))
  expect(end).toMatchObject({
    state: 'promoted',
    version: 2,
    report: { isCrossValidated: true, training: { groups: 40 }, heldOut: { groups: 40 } }
  })
  expect(await versions.manifest(predictor.name, 2)).toMatchObject({
    training: { samples: 40, groups: 40, cut: new Date(40_000).toISOString() }
  })
  expect(Buffer.from(await versions.artefact(predictor.name, 2))).toEqual(
    Buffer.from(learn(drawCases(1, 40)))
  )
})

test('does not replace a first model that a candidate of few groups does not beat', async () => {
  const { versions, run, promote } = build(good)
  await promote(good)
  const end = await run(drawCases(1, 40))
  expect(end).toMatchObject({ state: 'declined', reason: expect.stringContaining('champion') })
  expect(await versions.serving(predictor.name)).toMatchObject({ version: 1 })
})

test('compares with the first model too while another version is live', async () => {
  const { run, promote } = build(good)
  await promote(poor, false)
  const end = await run(drawCases(1, 40))
  expect(end).toMatchObject({ state: 'declined', reason: expect.stringContaining('first-model') })
})

test('starts from the first model, unless that is switched off or the cases are simulated', async () => {
  const artefactAfter = async (asked: TrainingRunOptions, change: object) => {
    const { versions, run } = build(good, fromFirst)
    const override = { actor: 'ann', reason: 'a test' }
    const { version } = await run(drawCases(1, 60), { ...asked, override }, change)
    return Buffer.from(await versions.artefact(predictor.name, version!))
  }
  const first = Buffer.from(good)
  expect((await artefactAfter({}, {})).equals(first)).toBe(true)
  expect((await artefactAfter({}, { startsFromFirstModel: false })).equals(first)).toBe(false)
  expect((await artefactAfter({ isSimulated: true }, {})).equals(first)).toBe(false)
})

test('measures on groups that the live version has not seen, and needs 20 of them', async () => {
  const { run, promote, versions } = build(poor)
  await promote(poor)
  const known = drawCases(1, 30)
  await run(known)
  expect(await versions.serving(predictor.name)).toMatchObject({ version: 2 })
  expect(await run([...known, ...drawCases(2, 15, 30)])).toMatchObject({
    state: 'postponed',
    reason: expect.stringMatching(/^1[0-9] held-out groups .* at least 20 are needed$/)
  })
  const { report } = await run([...known, ...drawCases(2, 28, 30)])
  const { groups } = report.heldOut as { groups: number }
  expect(groups).toBeGreaterThan(20)
  expect(groups).toBeLessThanOrEqual(28)
  expect(report).toMatchObject({ training: { groups: 58 } })
})

test('postpones a training on fewer than 20 groups, and holds out groups above the maximum', async () => {
  const { run } = build(null)
  expect(await run(drawCases(1, 19))).toMatchObject({
    state: 'postponed',
    reason: '19 groups for training, at least 20 are needed'
  })
  const { report } = await run(drawCases(1, 61))
  expect(report).toMatchObject({ isCrossValidated: false, training: { groups: 31 }, heldOut: { groups: 30 } })
})
