import { expect, test } from 'vitest'
import { openApi } from '../../harness/test-api.ts'

test('stores a replay of a permitted folder, after following links, and rejects other folders', async () => {
  const api = await openApi()
  const ask = (payload: object) => api.inject({ method: 'POST', url: '/replays', payload })
  const asked = await ask({ folder: 'simulated', speed: 'max', seed: 4 })
  expect(asked.statusCode).toBe(202)
  expect(asked.json()).toMatchObject({
    state: 'queued',
    kind: 'folder',
    options: { order: 'time', speed: 'max', seed: 4, startGapSeconds: 3_600, isLooped: false }
  })
  expect(asked.json().label).toMatch(/^simulated\.[0-9a-z]{6}$/)
  const report = await api.inject({ url: asked.headers.location as string })
  expect(report.json()).toMatchObject({ replay: { id: asked.json().id }, alerts: 0, predictions: [] })
  const stopped = await api.inject({ method: 'POST', url: asked.json().links.stop })
  expect(stopped.json().state).toBe('stopped')
  for (const folder of ['/etc', '..', '../test', 'simulated/../..', 'nowhere', '/', 'simulated\u0000'])
    expect((await ask({ folder })).json(), folder).toMatchObject({ code: 'forbidden', field: '/folder' })
  expect((await ask({ folder: '/etc', proof: '0'.repeat(64) })).statusCode).toBe(403)
  expect((await ask({})).json()).toMatchObject({ field: '/folder' })
  expect((await ask({ kind: 'simulation', speed: 'max' })).json()).toMatchObject({ field: '/speed' })
  expect((await api.inject({ url: '/replays/folders' })).json().items).toContainEqual({ name: 'simulated' })
  expect((await api.inject({ url: '/replays' })).json().items).toHaveLength(1)
  expect((await api.inject({ url: '/replays/rpl_none' })).statusCode).toBe(404)
})

const proof = '0'.repeat(64)
test.each([
  [{ kind: 'simulation', order: 'time' }, '/order'],
  [{ kind: 'simulation', pauseSeconds: { mean: 1, deviation: 1 } }, '/pauseSeconds'],
  [{ kind: 'simulation', cascades: null }, '/cascades'],
  [{ kind: 'simulation', isLooped: false }, '/isLooped'],
  [{ kind: 'simulation', folder: 'simulated' }, '/folder'],
  [{ kind: 'simulation', proof }, '/proof'],
  [{ kind: 'simulation', model: 1 }, '/model'],
  [{ kind: 'topic', model: 1, speed: 60 }, '/speed'],
  [{ kind: 'topic', model: 1, provenance: 'real' }, '/provenance'],
  [{ kind: 'topic', model: 1, seed: 1 }, '/seed'],
  [{ folder: 'simulated', model: 1 }, '/model'],
  [{ folder: 'simulated', pauseSeconds: { mean: 1, deviation: 1 } }, '/pauseSeconds'],
  [{ folder: 'simulated', order: 'random', startGapSeconds: 60 }, '/startGapSeconds']
])('rejects an option that has no effect on a replay: %j', async (payload, field) => {
  const api = await openApi()
  const refused = await api.inject({ method: 'POST', url: '/replays', payload })
  expect(refused.json()).toMatchObject({ status: 400, code: 'invalid-field', field })
  expect(refused.json().detail).toMatch(/is an option of/)
  expect((await api.inject({ url: '/replays' })).json().items).toEqual([])
})

test('stores a replay of the topic through a version that can predict, without other options', async () => {
  const api = await openApi()
  const ask = (payload: object) => api.inject({ method: 'POST', url: '/replays', payload })
  const version = await api.publish('some model')
  const asked = await ask({ kind: 'topic', model: version })
  expect(asked.statusCode).toBe(202)
  expect(asked.json()).toMatchObject({ state: 'queued', kind: 'topic', model: version, folder: null })
  const report = await api.inject({ url: asked.headers.location as string })
  expect(report.json()).toMatchObject({ predictions: [], accuracy: [], alerts: 0, collected: {} })
  // Only the collector claims a replay of the topic, and only a source claims the others.
  await ask({ folder: 'simulated' })
  expect(await api.stores.replays.claim('source', 10, 'events')).toMatchObject({ model: null })
  expect(await api.stores.replays.claim('source', 10, 'events')).toBeNull()
  expect(await api.stores.replays.claim('collector', 10, 'forecasts')).toMatchObject({ model: version })

  const unknown = await ask({ kind: 'topic', model: 99 })
  expect([unknown.statusCode, unknown.json().code]).toEqual([404, 'unknown-version'])
  expect((await ask({ kind: 'topic' })).json()).toMatchObject({ code: 'invalid-field', field: '/model' })
  for (const wrong of [
    { kind: 'topic', model: version, folder: 'simulated' },
    { kind: 'topic', model: 0 }
  ])
    expect((await ask(wrong)).statusCode).toBe(400)
  expect((await ask({ folder: 'simulated', model: version })).json()).toMatchObject({ field: '/model' })
  const [first, second] = [await api.publish('another'), await api.publish('the last')]
  await api.inject({ method: 'POST', url: asked.json().links.stop })
  for (const each of [version, first, second])
    await api.dependencies.modelVersions.promote('cascade-size', each, { actor: 'test', reason: 'test' })
  await api.dependencies.modelVersions.collect('cascade-size', {
    keepServed: 1,
    keepNewest: 1,
    isDryRun: false,
    actor: 'test'
  })
  const collected = await ask({ kind: 'topic', model: version })
  expect([collected.statusCode, collected.json().code]).toEqual([404, 'unknown-version'])
})
