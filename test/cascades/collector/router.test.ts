import { expect, test } from 'vitest'
import { HOPS_HEADER, Router } from '../../../cascades/collector/router.ts'
import { Failure } from '../../../ports/errors.ts'
import { readStreamEvent, writeEvent } from '../../../ports/messages.ts'
import type { StreamMessage, StreamRecord } from '../../../ports/stream.ts'

/** Routes for partition 1 of four. Cascades `p0`, `p1`, ... have rows in partition 0, 1, ...; new ones belong to partition 2. */
function setUp({ isUnavailable = false } = {}) {
  const forwarded: { readonly partition: number; readonly message: StreamMessage }[] = []
  const asked: string[][] = []
  const router = new Router(1, {
    homeOf: id => (id === 'ours' ? 1 : 2),
    async ownersOf(ids) {
      asked.push([...ids])
      return new Map(ids.filter(id => /^p\d$/.test(id)).map(id => [id, Number(id[1])]))
    },
    async forward(partition, messages) {
      if (partition > 3) throw new Failure('not-found', 'no such partition')
      if (partition === 3 && isUnavailable) throw new Failure('stream-unavailable', 'the brokers are away')
      forwarded.push(...messages.map(message => ({ partition, message })))
    }
  })
  const route = (...records: readonly StreamRecord[]) => {
    const messages = records.map(({ value }) => readStreamEvent(value))
    return router.route(records, messages, [...new Set(records.map(({ key }) => key))])
  }
  return { route, forwarded, asked }
}

function record(cascadeId: string, hops?: string): StreamRecord {
  const event = {
    eventId: 'e',
    cascadeId,
    kind: 'reshare',
    time: 1_700_000_000,
    magnitude: 1,
    source: 's'
  } as const
  const headers = hops === undefined ? {} : { headers: { [HOPS_HEADER]: hops } }
  return { key: cascadeId, value: writeEvent(event), partition: 1, position: 0, ...headers }
}

test('keeps events of cascades in this partition, and begins new cascades that belong here', async () => {
  const { route, forwarded } = setUp()
  expect(await route(record('p1'), record('ours'))).toEqual({ detours: new Map(), own: ['p1'] })
  expect(forwarded).toEqual([])
})

test('forwards an event to the partition of its cascade, or to where a new cascade belongs', async () => {
  const { route, forwarded } = setUp()
  const { detours } = await route(record('p3'), record('p1'), record('new'))
  expect([...detours]).toEqual([
    [0, 'forwarded'],
    [2, 'forwarded']
  ])
  expect(forwarded.map(({ partition, message }) => [partition, message.key, message.headers])).toEqual([
    [3, 'p3', { [HOPS_HEADER]: '1' }],
    [2, 'new', { [HOPS_HEADER]: '1' }]
  ])
  expect(forwarded[0]!.message.value).toBe(record('p3').value)
})

test('looks up the partition of a cascade only once', async () => {
  const { route, asked } = setUp()
  await route(record('p3'), record('new'))
  await route(record('p3'), record('new'))
  expect(asked).toEqual([['p3', 'new']])
})

test('stops forwarding an event that came back too often', async () => {
  const { route, forwarded } = setUp()
  const { detours } = await route(record('p3', '3'), record('new', '3'), record('other', 'nonsense'))
  expect([...detours]).toEqual([
    [0, { reason: 'the cascade lives in partition 3, which sent the event back' }],
    [2, 'forwarded']
  ])
  expect(forwarded.map(({ message }) => message.key)).toEqual(['other'])
})

test('rejects an event of a cascade whose partition no longer exists', async () => {
  const { route } = setUp()
  const { detours } = await route(record('p9'), record('p0'))
  expect(detours.get(0)).toEqual({
    reason: 'the cascade lives in partition 9, which the topic does not have'
  })
  expect(detours.get(1)).toBe('forwarded')
})

test('fails while the stream is unavailable, so that the event is read again', async () => {
  const { route } = setUp({ isUnavailable: true })
  await expect(route(record('p3'))).rejects.toMatchObject({ code: 'stream-unavailable' })
})
