import { expect, test } from 'vitest'
import { EventStore } from '../../../cascades/collector/event-store.ts'
import { EVENT_BYTES, unpackEvents } from '../../../cascades/rows/packed-events.ts'
import { Random } from '../../../learners/random.ts'

interface PlainEvent {
  readonly id: string
  readonly time: number
  readonly magnitude: number | null
}

function pack(store: EventStore, owner: number): Uint8Array {
  const bytes = new Uint8Array(store.countNew(owner) * EVENT_BYTES)
  store.packNew(owner, new Uint32Array(bytes.buffer))
  return bytes
}

function listEvents(store: EventStore, owner: number) {
  let place = 0
  return Array.from({ length: store.count(owner) }, (_, number) => {
    place = number === 0 ? store.first(owner) : store.after(place)
    return { time: store.time(place), magnitude: store.magnitude(place) }
  })
}

const plain = (events: readonly PlainEvent[]) => events.map(({ time, magnitude }) => ({ time, magnitude }))

test('matches a plain list for each owner after random add, pack, drop and load', () => {
  for (let seed = 0; seed < 10; seed++) {
    const random = new Random(seed)
    const store = new EventStore()
    const lists = new Map<number, PlainEvent[]>()
    const chunks = new Map<number, Uint8Array[]>()
    for (let step = 0; step < 1_000; step++) {
      const owner = random.integer(12)
      const list = lists.get(owner) ?? []
      lists.set(owner, list)
      const fate = random.uniform()
      if (fate < 0.9) {
        const event = {
          id: `e${random.integer(150)}`,
          time: random.uniform() * 1e9,
          magnitude: step % 3 === 0 ? null : step
        }
        const isNew = list.every(({ id }) => id !== event.id)
        expect(store.has(owner, event.id)).toBe(!isNew)
        expect(store.add(owner, event.id, event.time, event.magnitude)).toBe(isNew)
        if (isNew) list.push(event)
      } else if (fate < 0.96) {
        const packed = chunks.get(owner) ?? []
        chunks.set(owner, [...packed, pack(store, owner)])
        expect(unpackEvents(chunks.get(owner)!)).toEqual(plain(list))
        expect(store.countNew(owner)).toBe(0)
      } else {
        store.drop(owner)
        const isReloaded = fate < 0.98
        const kept = isReloaded ? (chunks.get(owner) ?? []) : []
        const count = kept.reduce((sum, chunk) => sum + chunk.byteLength, 0) / EVENT_BYTES
        store.load(owner, kept)
        expect([store.countNew(owner), store.countUnwritten(owner)]).toEqual([0, 0])
        lists.set(owner, list.slice(0, count))
        chunks.set(owner, [...kept])
      }
      if (step % 20 === 0) expect(listEvents(store, owner)).toEqual(plain(lists.get(owner)!))
    }
    for (const [owner, list] of lists) {
      expect(listEvents(store, owner)).toEqual(plain(list))
      for (const { id } of list) expect(store.has(owner, id)).toBe(true)
    }
    expect(store.size).toBe([...lists.values()].reduce((sum, list) => sum + list.length, 0))
  }
})

test('reuses freed memory: the size stays the same over many rounds', () => {
  const store = new EventStore()
  const fill = () => {
    for (let owner = 0; owner < 100; owner++)
      for (let event = 0; event < 20; event++) store.add(owner, `e${event}`, event, event)
  }
  fill()
  const { byteLength } = store
  for (let round = 0; round < 50; round++) {
    for (let owner = 0; owner < 100; owner++) store.drop(owner)
    expect(store.size).toBe(0)
    fill()
  }
  expect(store.byteLength).toBe(byteLength)
  expect(byteLength / store.size).toBeLessThan(64)
})
