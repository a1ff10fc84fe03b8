import { truncateSync, writeFileSync } from 'node:fs'
import { expect, onTestFinished, test } from 'vitest'
import type { BlobStore } from '../../ports/blobs.ts'
import { buildModelVersions } from '../../stores/model-versions.ts'
import { by, predictor, publishThree, setUp } from './registry-setup.ts'

test('returns the target of a rollback, or the reason why there is none', async () => {
  const { registry, publish } = setUp()
  const target = () => registry.rollbackTarget(predictor)
  const nowhere = { version: null, reason: 'there is no earlier live version to go back to' }
  expect(await target()).toEqual(nowhere)
  await publishThree(publish)
  await registry.promote(predictor, 1, by)
  expect(await target()).toEqual(nowhere)
  await registry.promote(predictor, 3, by)
  expect(await target()).toEqual({ version: 1, reason: null })
  await registry.collect(predictor, { keepServed: 1, keepNewest: 1, isDryRun: false, actor: 'test' })
  expect(await target()).toEqual({ version: null, reason: 'version 1, which was live before, was deleted' })
})

test('promotes a version and returns the version that was live at a given time', async () => {
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

test('rejects a promotion of an unknown, damaged or live version', async () => {
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

test('rolls back one version at a time, and fails when there is no earlier version', async () => {
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

test('rolls back to a named version that was live, also forwards', async () => {
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

test('keeps the live version when the target of a rollback is damaged', async () => {
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

test('concurrent writers lose no entry, and each decides on the current history', async () => {
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

test('the times of the history never decrease when the clock steps back', async () => {
  const { registry, publish, clock } = setUp()
  await publishThree(publish)
  const first = await registry.promote(predictor, 1, by)
  clock.step(-3_600_000)
  const second = await registry.promote(predictor, 2, by)
  expect(Date.parse(second.at)).toBeGreaterThanOrEqual(Date.parse(first.at))
})

test('either a concurrent promotion or the garbage collector wins, never both', async () => {
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

test('a watch reports the live version and every change by any process, and survives an outage of the store', async () => {
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

test('a watch reports a promotion in the same process at once', async () => {
  const { publish, registry } = setUp()
  await publishThree(publish)
  const seen: (number | null)[] = []
  const watch = registry.watchLiveVersion(predictor, entry => void seen.push(entry?.version ?? null))
  onTestFinished(() => watch.close())
  await watch.checkNow()
  await registry.promote(predictor, 3, by)
  expect(seen).toEqual([null, 3])
})
