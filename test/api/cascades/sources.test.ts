import { expect, test } from 'vitest'
import { eventsTopic } from '../../../app/topics.ts'
import { readStreamEvent } from '../../../ports/messages.ts'
import { openApi } from '../../harness/test-api.ts'

const T0 = 1_763_700_000

async function openWithSources() {
  const api = await openApi()
  const { checkpoints } = api.stores
  const write = async (partition: number, timelines: object) => {
    const checkpointKey = { group: 'collector', topic: eventsTopic, partition }
    await checkpoints.take(checkpointKey, 'me')
    const to = { position: 1, state: JSON.stringify({ timelines, counters: {} }) }
    await api.stores.database.write(transaction =>
      checkpoints.advance(transaction, checkpointKey, 'me', 0, to)
    )
  }
  const timeline = (watermark: number) => ({ watermark, isManaged: true, isEnded: false })
  await write(0, { crawler: timeline(T0), 'mal été': timeline(T0 * 1_000) })
  await write(1, { crawler: timeline(T0 + 60) })
  return api
}

test('lists the sources over all partitions, and names the fault of a wrong time', async () => {
  const api = await openWithSources()
  const { items } = (await api.inject({ url: '/stream/sources' })).json()
  expect(items).toMatchObject([
    {
      name: 'crawler',
      watermark: new Date((T0 + 60) * 1_000).toISOString(),
      firstWatermark: new Date(T0 * 1_000).toISOString(),
      partitions: 2,
      openCascades: 0,
      fault: null
    },
    {
      name: 'mal été',
      watermarkSeconds: T0 * 1_000,
      fault: expect.stringContaining('looks like milliseconds')
    }
  ])
})

test('writes a reset to every partition and the log, and rejects a wrong time and an unknown source', async () => {
  const api = await openWithSources()
  const reset = (name: string, payload: object) =>
    api.inject({ method: 'POST', url: `/stream/sources/${encodeURIComponent(name)}/reset`, payload })
  const watermark = new Date(T0 * 1_000).toISOString()
  const answer = await reset('mal été', { reason: 'milliseconds', watermark })
  expect(answer.statusCode).toBe(202)
  for (const { partition } of await api.stream.ends(eventsTopic)) {
    const [record] = await api.stream.read(eventsTopic, partition, 0, 10)
    expect(readStreamEvent(record!.value)).toEqual({
      is: 'reset',
      source: 'mal été',
      time: T0,
      reason: 'milliseconds',
      actor: 'api'
    })
  }
  expect(api.logLines.find(({ message }) => message === 'a source was reset')?.fields).toMatchObject({
    source: 'mal été',
    from: T0 * 1_000,
    to: T0,
    reason: 'milliseconds'
  })
  expect((await reset('nobody', { reason: 'x' })).json()).toMatchObject({ status: 404, field: 'source' })
  expect((await reset('crawler', { reason: 'x', watermark: '1970-01-02T00:00:00Z' })).json()).toMatchObject({
    status: 400,
    field: '/watermark'
  })
  expect((await reset('crawler', {})).json()).toMatchObject({ status: 400, field: '/reason' })
})
