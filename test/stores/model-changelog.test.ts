import { expect, test } from 'vitest'
import { openBlobsFolder } from '../../adapters/blobs/folder.ts'
import { systemClock } from '../../adapters/clock/system.ts'
import { buildModelChangelog } from '../../stores/model-changelog.ts'
import { buildModelVersions, type ManifestDraft } from '../../stores/model-versions.ts'
import { openStores } from '../harness/open-stores.ts'
import { temporaryFolder } from '../harness/temporary.ts'
import { testManifest } from '../harness/test-api.ts'

const predictor = 'echo'
const by = { actor: 'ann', reason: 'because' }

async function setUp() {
  const { trainingRuns } = await openStores(systemClock)
  const versions = buildModelVersions({ blobs: openBlobsFolder(temporaryFolder()), clock: systemClock })
  const changelog = buildModelChangelog({ versions, runs: trainingRuns })
  const publish = async (draft: Partial<ManifestDraft>) =>
    (await versions.publish(predictor, Buffer.from('bytes'), { ...testManifest, ...draft })).version
  const train = async (version: number, state: 'promoted' | 'declined', report: object | null) => {
    const { id } = await trainingRuns.request(predictor, 'samples', '{}')
    await trainingRuns.finish(id, {
      state,
      reason: `the gate ${state} it`,
      version,
      report: report && JSON.stringify(report)
    })
    return id
  }
  return { versions, publish, train, list: (limit = 10) => changelog.list(predictor, { limit }) }
}

const parentDraft: Partial<ManifestDraft> = {
  training: {
    source: 'a folder',
    samples: 3,
    groups: 2,
    cut: null,
    seed: 1,
    options: { trees: 50, depth: 4 }
  },
  metrics: [{ slice: '300', forecaster: 'candidate', cases: 3, meanLoss: 0.5, medianLoss: 0.4 }],
  codeVersion: '0.1.0',
  isSimulated: true
}
const childDraft: Partial<ManifestDraft> = {
  parent: 1,
  training: {
    source: 'samples of this service',
    samples: 9,
    groups: 2,
    cut: '2026-11-20T00:00:00.000Z',
    seed: 1,
    options: { trees: 80 }
  },
  metrics: [
    { slice: '300', forecaster: 'candidate', cases: 7, meanLoss: 0.2, medianLoss: 0.1 },
    { slice: '300', forecaster: 'champion', cases: 7, meanLoss: 0.3, medianLoss: 0.2 },
    { slice: '600', forecaster: 'candidate', cases: 0, meanLoss: 0, medianLoss: 0 }
  ],
  codeVersion: '0.2.0',
  isSimulated: false
}

test('lists changes of data, parameters and code, and the loss of the parent on the same cases', async () => {
  const { publish, train, list } = await setUp()
  await publish(parentDraft)
  await publish(childDraft)
  const id = await train(2, 'declined', { gate: { is: 'not-passed', reason: 'no better' } })
  const [child] = await list()
  expect(child).toMatchObject({
    changes: [
      { area: 'data', name: 'source', value: 'samples of this service', parentValue: 'a folder' },
      { area: 'data', name: 'samples', value: 9, parentValue: 3 },
      { area: 'data', name: 'cut', value: '2026-11-20T00:00:00.000Z', parentValue: null },
      { area: 'data', name: 'isSimulated', value: false, parentValue: true },
      { area: 'parameters', name: 'trees', value: 80, parentValue: 50 },
      { area: 'parameters', name: 'depth', value: null, parentValue: 4 },
      { area: 'code', name: 'codeVersion', value: '0.2.0', parentValue: '0.1.0' }
    ],
    metrics: [
      { slice: '300', cases: 7, meanLoss: 0.2, medianLoss: 0.1, parentMeanLoss: 0.3, parentOwnMeanLoss: 0.5 }
    ],
    gate: { verdict: 'not-passed', reason: 'no better' },
    run: { id },
    decisions: [{ decision: 'declined', actor: 'trainer', reason: 'the gate declined it' }],
    unknown: []
  })
})

test('lists who promoted, replaced, rolled back and deleted a version, in order', async () => {
  const { versions, publish, list } = await setUp()
  for (const draft of [parentDraft, childDraft, childDraft]) await publish(draft)
  await versions.promote(predictor, 1, by)
  await versions.promote(predictor, 2, { actor: 'trainer', reason: 'better' })
  await versions.rollback(predictor, { actor: 'bob', reason: 'worse in use' })
  await versions.promote(predictor, 3, by)
  await versions.collect(predictor, { keepServed: 1, keepNewest: 1, isDryRun: false, actor: 'carl' })
  const [, second, first] = await list()
  expect(second?.decisions).toMatchObject([
    { decision: 'promoted', by: null, actor: 'trainer', reason: 'better' },
    { decision: 'rolled-back', by: 1, actor: 'bob', reason: 'worse in use' },
    { decision: 'artefact-deleted', actor: 'carl' }
  ])
  expect(first?.decisions.map(({ decision, by }) => [decision, by])).toEqual([
    ['promoted', null],
    ['replaced', 2],
    ['restored-by-rollback', null],
    ['replaced', 3],
    ['artefact-deleted', null]
  ])
})

test('explains what is unknown about a version without run, parent, metrics or artefact', async () => {
  const { versions, publish, train, list } = await setUp()
  await publish({ ...parentDraft, metrics: [] })
  await publish({ ...childDraft, parent: 99 })
  await publish(childDraft)
  const id = await train(3, 'promoted', null)
  await versions.collect(predictor, { keepServed: 0, keepNewest: 2, isDryRun: false, actor: 'carl' })
  const [third, second, first] = await list()
  expect(third?.unknown).toEqual([`The gate's verdict is unknown: training run ${id} has no report of it.`])
  expect(second).toMatchObject({
    changes: [],
    unknown: [
      'The changes since its parent, version 99, are unknown: echo has no version 99.',
      expect.stringMatching(/^The gate's verdict is unknown: no training run of this version is kept/)
    ]
  })
  expect(first?.unknown).toEqual([
    expect.stringMatching(/^The gate's verdict is unknown/),
    'The end of its training cases is unknown: none of them has a date.',
    'Its losses are unknown: it was published without metrics.',
    'Its artefact was deleted: it cannot be promoted or measured again.'
  ])
  expect(first?.changes).toContainEqual({ area: 'data', name: 'samples', value: 3, parentValue: null })
})
