import { expect, test } from 'vitest'
import { openStores, type Stores } from '../harness/open-stores.ts'
import { buildSetClock } from '../harness/set-clock.ts'

interface Swept {
  readonly name: string
  /** Adds two rows that may be deleted; `number` is unique. */
  add(stores: Stores, number: number): Promise<void>
  /** Adds a row that must not be deleted, however old it is. */
  addKept?(stores: Stores): Promise<void>
  sweep(stores: Stores, before: number, limit: number): Promise<number>
  count(stores: Stores): Promise<number>
}

const predictor = 'echo'
const page = { limit: 100 }
const twice = (number: number) => [2 * number, 2 * number + 1]

const kinds: readonly Swept[] = [
  {
    name: 'training runs',
    async add({ trainingRuns }) {
      for (let left = 2; left > 0; left--) {
        const { id } = await trainingRuns.request(predictor, 'requested', '{}')
        await trainingRuns.finish(id, { state: 'failed', reason: 'none', version: null, report: null })
      }
    },
    addKept: async ({ trainingRuns }) => void (await trainingRuns.request(predictor, 'requested', '{}')),
    sweep: ({ trainingRuns }, before, limit) => trainingRuns.sweep(before, limit),
    count: async ({ trainingRuns }) => (await trainingRuns.list({}, page)).items.length
  },
  {
    name: 'verifications',
    async add({ verifications }, number) {
      await verifications.request(`verified-${number}`, 'schedule')
      const end = { state: 'passed', reason: 'as promised', version: 1, cases: 3, metrics: [] } as const
      for (let left = 2; left > 0; left--)
        await verifications.finish((await verifications.begin(`verified-${number}`))!, end)
    },
    addKept: async ({ verifications }) => void (await verifications.request(predictor, 'by-hand')),
    sweep: ({ verifications }, before, limit) => verifications.sweep(before, limit),
    count: async ({ verifications }) => {
      const lists = [predictor, 'verified-0', 'verified-1'].map(each => verifications.list(each, page))
      return (await Promise.all(lists)).flatMap(({ items }) => items).length
    }
  },
  {
    name: 'dead letters',
    async add({ deadLetters }, number) {
      for (const each of twice(number))
        await deadLetters.add({ id: `dlt_${each}`, queue: 'q', body: 'x', properties: null, reason: 'none' })
    },
    sweep: ({ deadLetters }, before, limit) => deadLetters.sweep(before, limit),
    count: async ({ deadLetters }) => (await deadLetters.list({}, page)).items.length
  },
  {
    name: 'alerts',
    add: ({ alerts, database }, number) =>
      database.write(async transaction => {
        for (const each of twice(number)) {
          const alert = { cascadeId: `c${each}`, windowSeconds: 300, predictionId: 'p', predicted: 5 }
          await alerts.raise(transaction, { ...alert, measure: 'median', threshold: 3, probability: null }, 0)
        }
      }),
    sweep: ({ alerts }, before, limit) => alerts.sweep(before, limit),
    count: async ({ alerts }) => (await alerts.list({}, page)).items.length
  },
  {
    name: 'webhook deliveries',
    async add({ webhooks, database }, number) {
      const made = twice(number).map(each => toWebhook(String(each)))
      await database.write(transaction => webhooks.add(transaction, made))
      for (const { id } of made) await webhooks.delivered(id)
    },
    addKept: ({ webhooks, database }) =>
      database.write(transaction => webhooks.add(transaction, [toWebhook('kept')])),
    sweep: ({ webhooks }, before, limit) => webhooks.sweep(before, limit),
    count: async ({ webhooks }) => (await webhooks.list({}, page)).items.length
  },
  {
    name: 'replays',
    async add({ replays }) {
      for (let left = 2; left > 0; left--) {
        const { id } = await replays.request({ label: 'old', folder: null, options: '{}' })
        await replays.stop(id)
      }
    },
    addKept: async ({ replays }) =>
      void (await replays.request({ label: 'kept', folder: null, options: '{}' })),
    sweep: ({ replays }, before, limit) => replays.sweep(before, limit),
    count: async ({ replays }) => (await replays.list(page)).items.length
  },
  {
    name: 'outcomes',
    async add({ outcomes }, number) {
      for (const each of twice(number))
        await outcomes.put({ predictor, subject: `s${each}`, outcome: '{}', endedAt: 1, source: 'reported' })
    },
    sweep: ({ outcomes }, before, limit) => outcomes.sweep(before, limit),
    count: ({ outcomes }) => outcomes.count(predictor)
  }
]

function toWebhook(name: string) {
  return { id: `msg_${name}`, predictionId: null, url: 'https://a.example', payload: '{}' }
}

test.each(kinds)('a sweep deletes only old $name, at most the limit at a time', async kind => {
  const clock = buildSetClock()
  const stores = await openStores(clock)
  await kind.addKept?.(stores)
  const kept = await kind.count(stores)
  await kind.add(stores, 0)
  clock.advance(1_000)
  const before = clock.now()
  await kind.add(stores, 1)
  expect(await kind.sweep(stores, before, 1)).toBe(1)
  expect(await kind.count(stores)).toBe(kept + 3)
  expect(await kind.sweep(stores, before, 10)).toBe(1)
  expect(await kind.sweep(stores, before, 10)).toBe(0)
  expect(await kind.count(stores)).toBe(kept + 2)
  expect(await kind.sweep(stores, before + 1, 10)).toBe(2)
  expect(await kind.count(stores)).toBe(kept)
})
