import { rmSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { by, draft, predictor, publishThree, setUp } from './registry-setup.ts'

test('publishes versions with ascending numbers and reads artefact and manifest back', async () => {
  const { registry, publish, blobs } = setUp()
  expect((await publish('one')).version).toBe(1)
  const second = await publish('two')
  expect(second).toMatchObject({ version: 2, bytes: 3, predictor, ...draft })
  expect(await registry.manifest(predictor, 2)).toEqual(second)
  expect(Buffer.from(await registry.artefact(predictor, 2)).toString()).toBe('two')
  expect(await registry.serving(predictor)).toBeNull()
  expect(await blobs.list('models/')).toContain('models/cascade-size/versions/000002/manifest.json')
})

test('gives concurrent publishers a number each', async () => {
  const { build } = setUp()
  const manifests = await Promise.all(
    Array.from({ length: 12 }, (_, index) => build().publish(predictor, Buffer.from(`bytes ${index}`), draft))
  )
  expect(new Set(manifests.map(({ version }) => version)).size).toBe(12)
  for (const [index, { version }] of manifests.entries())
    expect(Buffer.from(await build().artefact(predictor, version)).toString()).toBe(`bytes ${index}`)
})

test('burns a number whose publisher died before the manifest was stored', async () => {
  const { registry, publish, blobs } = setUp()
  await publish('one')
  await blobs.putOnce('models/cascade-size/versions/000002/artefact.bin', Buffer.from('half a publication'))
  expect((await publish('three')).version).toBe(3)
  await expect(registry.manifest(predictor, 2)).rejects.toMatchObject({ code: 'unknown-version' })
  expect((await registry.versions(predictor)).map(({ manifest }) => manifest.version)).toEqual([3, 1])
})

test('reports a version without its artefact as damaged', async () => {
  const { registry, publish, fileOf } = setUp()
  await publish('one')
  rmSync(fileOf(1, 'artefact.bin'))
  await expect(registry.artefact(predictor, 1)).rejects.toMatchObject({
    code: 'damaged-version',
    message: expect.stringContaining('its artefact is missing')
  })
})

test('reports a damaged manifest and keeps the list readable', async () => {
  const { registry, publish, fileOf, build } = setUp()
  await publishThree(publish)
  writeFileSync(fileOf(2, 'manifest.json'), '{"format":1')
  const fresh = build()
  await expect(fresh.manifest(predictor, 2)).rejects.toMatchObject({ code: 'damaged-version' })
  expect((await fresh.versions(predictor)).map(({ manifest }) => manifest.version)).toEqual([3, 1])
  expect((await registry.versions(predictor, { limit: 1 })).map(v => v.manifest.version)).toEqual([3])
  expect((await registry.versions(predictor, { before: 3 })).map(v => v.manifest.version)).toEqual([1])
})

test('stores tags and notes and compares metrics', async () => {
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

test('garbage collection keeps needed versions, and a dry run reports the same without deleting', async () => {
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

test('keeps the pointer under 1 kB for any version', async () => {
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
