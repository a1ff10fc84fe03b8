import { rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openBlobsFolder } from '../../adapters/blobs/folder.ts'
import type { BlobStore } from '../../ports/blobs.ts'
import { buildModelVersions, type ManifestDraft, type ModelPointer } from '../../stores/model-versions.ts'
import { buildSetClock } from '../harness/set-clock.ts'
import { temporaryFolder } from '../harness/temporary.ts'

const predictor = 'cascade-size'
const by = { actor: 'test', reason: 'because' }
const draft: ManifestDraft = {
  schemaVersion: 1,
  features: [
    {
      name: 'count',
      count: 3,
      mean: 2,
      standardDeviation: 1,
      deciles: [1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3],
      shares: []
    }
  ],
  training: { source: 'test', samples: 3, groups: 3, cut: '2026-11-20T00:00:00.000Z', seed: 1, options: {} },
  metrics: [{ slice: '300', forecaster: 'candidate', cases: 3, meanLoss: 0.2, medianLoss: 0.1 }],
  parent: null,
  codeVersion: '0.1.0',
  isSimulated: true,
  notes: ''
}

function setUp() {
  const root = temporaryFolder()
  const clock = buildSetClock()
  const blobs = openBlobsFolder(root)
  const announced: ModelPointer[] = []
  const announce = async (pointer: ModelPointer) => void announced.push(pointer)
  const build = (store: BlobStore = blobs) => buildModelVersions({ blobs: store, clock, announce })
  const registry = build()
  const publish = (text: string) => registry.publish(predictor, Buffer.from(text), draft)
  const fileOf = (version: number, name: string) =>
    join(root, 'models', predictor, 'versions', String(version).padStart(6, '0'), name)
  return { root, clock, blobs, announced, build, registry, publish, fileOf }
}

async function publishThree(publish: (text: string) => Promise<unknown>): Promise<void> {
  for (const text of ['one', 'two', 'three']) await publish(text)
}

test('publishes under growing numbers, artefact and manifest read back', async () => {
  const { registry, publish, blobs } = setUp()
  expect((await publish('one')).version).toBe(1)
  const second = await publish('two')
  expect(second).toMatchObject({ version: 2, bytes: 3, predictor, ...draft })
  expect(await registry.manifest(predictor, 2)).toEqual(second)
  expect(Buffer.from(await registry.artefact(predictor, 2)).toString()).toBe('two')
  expect(await registry.serving(predictor)).toBeNull()
  expect(await blobs.list('models/')).toContain('models/cascade-size/versions/000002/manifest.json')
})

test('says where a rollback leads, or why nowhere', async () => {
  const { registry, publish } = setUp()
  const target = () => registry.rollbackTarget(predictor)
  const nowhere = { version: null, reason: 'no other version was live before this one' }
  expect(await target()).toEqual(nowhere)
  await publishThree(publish)
  await registry.promote(predictor, 1, by)
  expect(await target()).toEqual(nowhere)
  await registry.promote(predictor, 3, by)
  expect(await target()).toEqual({ version: 1, reason: null })
  await registry.collect(predictor, { keepServed: 1, keepNewest: 1, isDryRun: false, actor: 'test' })
  expect(await target()).toEqual({ version: null, reason: 'version 1, which was live before, was deleted' })
})

test('publishers that race get a number each', async () => {
  const { build } = setUp()
  const manifests = await Promise.all(
    Array.from({ length: 12 }, (_, index) => build().publish(predictor, Buffer.from(`bytes ${index}`), draft))
  )
  expect(new Set(manifests.map(({ version }) => version)).size).toBe(12)
  for (const [index, { version }] of manifests.entries())
    expect(Buffer.from(await build().artefact(predictor, version)).toString()).toBe(`bytes ${index}`)
})

test('a number whose publisher died before the manifest is burned', async () => {
  const { registry, publish, blobs } = setUp()
  await publish('one')
  await blobs.putOnce('models/cascade-size/versions/000002/artefact.bin', Buffer.from('half a publication'))
  expect((await publish('three')).version).toBe(3)
  await expect(registry.manifest(predictor, 2)).rejects.toMatchObject({ code: 'unknown-version' })
  expect((await registry.versions(predictor)).map(({ manifest }) => manifest.version)).toEqual([3, 1])
})

test('promotes, and tells what served when', async () => {
  const { registry, publish, clock, announced } = setUp()
  await publishThree(publish)
  const start = clock.now()
  await registry.promote(predictor, 1, by)
  clock.advance(60_000)
  const entry = await registry.promote(predictor, 3, by)
  expect(entry).toMatchObject({ sequence: 2, action: 'promote', version: 3, previous: 1, ...by })
  expect((await registry.serving(predictor))?.version).toBe(3)
  expect(await registry.servingAt(predictor, start - 1)).toBeNull()
  expect((await registry.servingAt(predictor, start + 59_999))?.version).toBe(1)
  expect((await registry.servingAt(predictor, start + 60_000))?.version).toBe(3)
  expect(
    (await registry.versions(predictor)).filter(each => each.isServing).map(v => v.manifest.version)
  ).toEqual([3])
  expect(announced.map(({ version, sequence }) => [sequence, version])).toEqual([
    [1, 1],
    [2, 3]
  ])
})

test('what a promotion is refused for', async () => {
  const { registry, publish, fileOf } = setUp()
  await publishThree(publish)
  await registry.promote(predictor, 1, by)
  await expect(registry.promote(predictor, 1, by)).rejects.toMatchObject({ code: 'already-serving' })
  await expect(registry.promote(predictor, 9, by)).rejects.toMatchObject({ code: 'unknown-version' })
  await expect(registry.promote('other', 1, by)).rejects.toMatchObject({ code: 'unknown-version' })
  truncateSync(fileOf(2, 'artefact.bin'), 1)
  await expect(registry.promote(predictor, 2, by)).rejects.toMatchObject({ code: 'damaged-version' })
  await expect(registry.promote(predictor, 3, { ...by, expectLive: 2 })).rejects.toMatchObject({
    code: 'conflict'
  })
  expect((await registry.serving(predictor))?.version).toBe(1)
  expect((await registry.promote(predictor, 3, { ...by, expectLive: 1 })).version).toBe(3)
})

test('rolls back to the version that served before, again one further back, and then says there is none', async () => {
  const { registry, publish } = setUp()
  await publishThree(publish)
  await expect(registry.rollback(predictor, by)).rejects.toMatchObject({ code: 'nothing-to-roll-back-to' })
  for (const version of [1, 2, 3]) await registry.promote(predictor, version, by)
  expect(await registry.rollback(predictor, by)).toMatchObject({
    action: 'rollback',
    version: 2,
    previous: 3
  })
  expect((await registry.rollback(predictor, by)).version).toBe(1)
  await expect(registry.rollback(predictor, by)).rejects.toMatchObject({ code: 'nothing-to-roll-back-to' })
  await registry.promote(predictor, 3, by)
  expect((await registry.rollback(predictor, by)).version).toBe(1)
  expect((await registry.history(predictor)).map(({ version }) => version)).toEqual([1, 2, 3, 2, 1, 3, 1])
})

test('rolls back to a named version that has served, forwards too', async () => {
  const { registry, publish } = setUp()
  await publishThree(publish)
  for (const version of [1, 2]) await registry.promote(predictor, version, by)
  await expect(registry.rollback(predictor, { ...by, version: 2 })).rejects.toMatchObject({
    code: 'already-serving'
  })
  await expect(registry.rollback(predictor, { ...by, version: 3 })).rejects.toMatchObject({
    code: 'conflict'
  })
  await expect(registry.rollback(predictor, { ...by, version: 9 })).rejects.toMatchObject({
    code: 'unknown-version'
  })
  expect((await registry.rollback(predictor, { ...by, version: 1 })).version).toBe(1)
  expect((await registry.rollback(predictor, { ...by, version: 2 })).version).toBe(2)
  expect((await registry.rollback(predictor, by)).version).toBe(1)
})

test('a damaged version is not rolled back to: the live version stays live', async () => {
  const { registry, publish, fileOf } = setUp()
  await publishThree(publish)
  for (const version of [1, 2]) await registry.promote(predictor, version, by)
  writeFileSync(fileOf(1, 'artefact.bin'), 'onE')
  await expect(registry.rollback(predictor, by)).rejects.toMatchObject({ code: 'damaged-version' })
  await expect(registry.rollback(predictor, { ...by, version: 1 })).rejects.toMatchObject({
    code: 'damaged-version'
  })
  expect((await registry.serving(predictor))?.version).toBe(2)
})

test('a version whose artefact is gone is named as damaged', async () => {
  const { registry, publish, fileOf } = setUp()
  await publish('one')
  rmSync(fileOf(1, 'artefact.bin'))
  await expect(registry.artefact(predictor, 1)).rejects.toMatchObject({
    code: 'damaged-version',
    message: expect.stringContaining('its artefact is missing')
  })
})

test('a damaged manifest is named and leaves the list readable', async () => {
  const { registry, publish, fileOf, build } = setUp()
  await publishThree(publish)
  writeFileSync(fileOf(2, 'manifest.json'), '{"format":1')
  const fresh = build()
  await expect(fresh.manifest(predictor, 2)).rejects.toMatchObject({ code: 'damaged-version' })
  expect((await fresh.versions(predictor)).map(({ manifest }) => manifest.version)).toEqual([3, 1])
  expect((await registry.versions(predictor, { limit: 1 })).map(v => v.manifest.version)).toEqual([3])
  expect((await registry.versions(predictor, { before: 3 })).map(v => v.manifest.version)).toEqual([1])
})

test('of writers that race each sees what the others did: no entry is lost, none decides on old news', async () => {
  const { publish, build } = setUp()
  await publishThree(publish)
  const answers = await Promise.allSettled([
    ...[1, 2, 3].flatMap(version => [build().promote(predictor, version, { ...by, expectLive: null })]),
    ...Array.from({ length: 10 }, (_, index) => build().note(predictor, 1, `note ${index}`, by))
  ])
  expect(answers.slice(0, 3).filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  const history = await build().history(predictor)
  expect(history.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 11 }, (_, index) => index + 1))
  expect(new Set(history.filter(({ action }) => action === 'note').map(({ text }) => text)).size).toBe(10)
})

test('history never runs backwards when the clock does', async () => {
  const { registry, publish, clock } = setUp()
  await publishThree(publish)
  const first = await registry.promote(predictor, 1, by)
  clock.step(-3_600_000)
  const second = await registry.promote(predictor, 2, by)
  expect(Date.parse(second.at)).toBeGreaterThanOrEqual(Date.parse(first.at))
})

test('tags, notes and metrics side by side', async () => {
  const { registry, publish } = setUp()
  await publishThree(publish)
  await registry.tag(predictor, 2, 'quarterly', by)
  await registry.tag(predictor, 2, 'audited', by)
  await registry.untag(predictor, 2, 'quarterly', by)
  await registry.note(predictor, 2, 'trained on the audited set', by)
  const summary = await registry.summary(predictor, 2)
  expect(summary.tags).toEqual(['audited'])
  expect(summary.notes.map(({ text }) => text)).toEqual(['trained on the audited set'])
  await expect(registry.tag(predictor, 9, 'x', by)).rejects.toMatchObject({ code: 'unknown-version' })
  const [pair] = await registry.compare(predictor, 1, 2)
  expect(pair).toEqual({
    slice: '300',
    forecaster: 'candidate',
    version: draft.metrics[0],
    other: draft.metrics[0]
  })
})

test('garbage collection keeps what may be needed, and a dry run says the same without doing it', async () => {
  const { registry, publish, blobs } = setUp()
  for (let version = 1; version <= 8; version++) await publish(`version ${version}`)
  for (const version of [1, 2, 5]) await registry.promote(predictor, version, by)
  await registry.tag(predictor, 3, 'pinned', by)
  await blobs.putOnce('models/cascade-size/versions/000009/artefact.bin', Buffer.from('orphan'))
  await publish('version 10')
  const options = { keepServed: 2, keepNewest: 1, keep: [6], actor: 'test' }
  const planned = await registry.collect(predictor, { ...options, isDryRun: true })
  expect(planned.collected.map(({ version }) => version)).toEqual([1, 4, 7, 8, 9])
  expect(planned.kept).toEqual([
    { version: 2, because: 'served' },
    { version: 3, because: 'tagged' },
    { version: 5, because: 'serving' },
    { version: 6, because: 'asked' },
    { version: 10, because: 'newest' }
  ])
  expect(await registry.artefact(predictor, 1)).toBeTruthy()
  const done = await registry.collect(predictor, { ...options, isDryRun: false })
  expect(done).toEqual({ ...planned, isDryRun: false })
  await expect(registry.artefact(predictor, 1)).rejects.toMatchObject({ code: 'unknown-version' })
  expect(await registry.summary(predictor, 1)).toMatchObject({ isCollected: true })
  await expect(registry.promote(predictor, 4, by)).rejects.toMatchObject({ code: 'unknown-version' })
  expect((await registry.collect(predictor, { ...options, isDryRun: false })).collected).toEqual([])
  expect((await publish('version 11')).version).toBe(11)
})

test('the garbage collector and a promotion that race agree', async () => {
  const { registry, publish, build } = setUp()
  for (let version = 1; version <= 6; version++) await publish(`version ${version}`)
  for (let version = 1; version <= 5; version++) {
    const collecting = build().collect(predictor, {
      keepServed: 1,
      keepNewest: 1,
      isDryRun: false,
      actor: 'gc'
    })
    const [promoted] = await Promise.allSettled([build().promote(predictor, version, by), collecting])
    if (promoted.status === 'fulfilled') expect((await registry.serving(predictor))?.version).toBe(version)
    const serving = await registry.serving(predictor)
    if (serving) expect(await registry.artefact(predictor, serving.version)).toBeTruthy()
  }
})

test('the pointer stays under 1 kB whatever the version is', async () => {
  const { registry, announced, clock } = setUp()
  const artefact = Buffer.alloc(5_000_000, 7)
  const { version } = await registry.publish(predictor, artefact, { ...draft, notes: 'n'.repeat(10_000) })
  await registry.promote(predictor, version, { actor: 'a'.repeat(500), reason: 'r'.repeat(5_000) })
  expect(JSON.stringify(announced[0]).length).toBeLessThan(1_000)
  expect(announced[0]).toMatchObject({
    predictor,
    version,
    bytes: 5_000_000,
    at: new Date(clock.now()).toISOString()
  })
})

test('a watch sees what is live now and every change, by other processes too, and outlives a store that is away', async () => {
  const { publish, build, blobs, clock } = setUp()
  await publishThree(publish)
  let isAway = false
  const flaky: BlobStore = {
    ...blobs,
    list: (prefix, options) => (isAway ? Promise.reject(new Error('away')) : blobs.list(prefix, options))
  }
  const registry = buildModelVersions({ blobs: flaky, clock, watchMilliseconds: 5 })
  const seen: (number | null)[] = []
  const watch = registry.watchLiveVersion(predictor, entry => void seen.push(entry?.version ?? null))
  onTestFinished(() => watch.close())
  await expect.poll(() => seen).toEqual([null])
  await build().promote(predictor, 1, by)
  await expect.poll(() => seen).toEqual([null, 1])
  isAway = true
  await expect.poll(() => watch.lastError?.message).toBe('away')
  await build().promote(predictor, 2, by)
  isAway = false
  await expect.poll(() => seen).toEqual([null, 1, 2])
  expect(watch.lastError).toBeNull()
})

test('a promotion here is seen here at once', async () => {
  const { publish, registry } = setUp()
  await publishThree(publish)
  const seen: (number | null)[] = []
  const watch = registry.watchLiveVersion(predictor, entry => void seen.push(entry?.version ?? null))
  onTestFinished(() => watch.close())
  await watch.checkNow()
  await registry.promote(predictor, 3, by)
  expect(seen).toEqual([null, 3])
})
