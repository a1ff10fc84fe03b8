import { expect, onTestFinished, test } from 'vitest'
import { systemClock } from '../../adapters/clock/system.ts'
import { openPostgres } from '../../adapters/database/postgres/open.ts'
import type { Submission } from '../../stores/predictions.ts'
import { buildStores, type Stores } from '../harness/open-stores.ts'
import { createSchema } from '../harness/postgres-schema.ts'
import { serverAddress } from '../harness/server-address.ts'

const submission: Submission = {
  predictor: 'echo',
  subject: null,
  slice: null,
  input: '{"x":1}',
  pinnedVersion: null,
  callback: 'http://127.0.0.1:1/hook',
  requestId: null
}

/** The stores of two processes that share a database, each with its own connections. */
async function openTwo(): Promise<readonly [Stores, Stores]> {
  const schema = await createSchema(serverAddress('DATABASE_URL'))
  const databases = [1, 2].map(() => openPostgres({ url: schema.url }))
  onTestFinished(async () => {
    await Promise.all(databases.map(database => database.close()))
    await schema.drop()
  })
  await databases[0]!.migrate()
  const [first, second] = databases.map(database => buildStores(database, systemClock))
  return [first!, second!]
}

const acceptMany = (stores: Stores, count: number) =>
  Promise.all(
    Array.from({ length: count }, (_, index) =>
      stores.predictions.accept({ ...submission, subject: `s${index}` })
    )
  )
const finish = (stores: Stores, claims: Awaited<ReturnType<Stores['predictions']['claim']>>) =>
  stores.predictions.finish(
    claims.map(claim => ({
      claim,
      state: 'succeeded' as const,
      output: '{}',
      features: null,
      modelVersion: null,
      modelChecksum: null,
      timings: null
    }))
  )

test('claims and ends each message once when it is delivered to two workers at the same time', async () => {
  const two = await openTwo()
  const accepted = await acceptMany(two[0], 120)
  const shuffled = [accepted, accepted.toReversed()]
  const claimed = await Promise.all(
    two.map(async (stores, index) => {
      const mine = []
      for (let at = 0; at < accepted.length; at += 20)
        mine.push(...(await stores.predictions.claim(shuffled[index]!.slice(at, at + 20), `w${index}`, 30)))
      return mine
    })
  )
  const ids = claimed.flat().map(claim => claim.id)
  expect(ids.toSorted()).toEqual(accepted.map(each => each.id).toSorted())
  expect(claimed.flat().every(claim => claim.attempt === 1)).toBe(true)
  // Both processes end all predictions: the later write of each is stale.
  const written = await Promise.all(two.map(stores => finish(stores, claimed.flat())))
  for (const [index, each] of written[0]!.entries())
    expect([each, written[1]![index]].toSorted()).toEqual(['stale', 'written'])
  const hooks = await two[0].webhooks.list({}, { limit: 1000 })
  expect(hooks.items).toHaveLength(120)
})

test('an idempotency key sent to two processes at the same time makes one prediction', async () => {
  const two = await openTwo()
  const bring = (stores: Stores, key: string, bodyHash = 'same') =>
    stores.predictions.accept({ ...submission, idempotency: { key, bodyHash } })
  const keys = Array.from({ length: 40 }, (_, index) => `k${index}`)
  const answers = await Promise.all(
    keys.map(key => Promise.all([bring(two[0], key), bring(two[1], key), bring(two[0], key)]))
  )
  for (const each of answers) {
    expect(new Set(each.map(answer => answer.id)).size).toBe(1)
    expect(each.filter(answer => !answer.isReplay)).toHaveLength(1)
  }
  const { items } = await two[1].predictions.list({}, { limit: 1000 })
  expect(items).toHaveLength(40)
  await expect(bring(two[1], 'k0', 'other')).rejects.toMatchObject({ code: 'idempotency-key-reused' })
})

test('each prediction ends once when it is canceled and finished in two processes at the same time', async () => {
  const two = await openTwo()
  const accepted = await acceptMany(two[0], 40)
  const claims = await two[0].predictions.claim(accepted, 'w', 30)
  const [written, changes] = await Promise.all([
    finish(two[0], claims),
    Promise.all(accepted.map(({ id }) => two[1].predictions.cancel(id)))
  ])
  const state = new Map(
    (await two[0].predictions.list({}, { limit: 1000 })).items.map(each => [each.id, each.state])
  )
  for (const [index, { id }] of accepted.entries()) {
    const isFinished = written[claims.findIndex(claim => claim.id === id)] === 'written'
    expect(changes[index]!.is).toBe(isFinished ? 'refused' : 'done')
    expect(state.get(id)).toBe(isFinished ? 'succeeded' : 'canceled')
  }
})

test('one of two processes gets a lease, a training run and a due webhook', async () => {
  const two = await openTwo()
  const takers = await Promise.all(
    Array.from({ length: 20 }, (_, index) => two[index % 2]!.leases.take('reaper', `p${index}`, 30))
  )
  expect(takers.filter(Boolean)).toHaveLength(1)
  for (let index = 0; index < 6; index++) await two[0].trainingRuns.request('echo', 'requested', '{}')
  const begun = await Promise.all(
    Array.from({ length: 10 }, (_, index) => two[index % 2]!.trainingRuns.begin('echo'))
  )
  const runs = begun.flatMap(run => (run === null ? [] : [run.id]))
  expect(runs).toHaveLength(6)
  expect(new Set(runs).size).toBe(6)
  await two[0].database.write(transaction =>
    two[0].webhooks.add(
      transaction,
      Array.from({ length: 30 }, (_, index) => ({
        id: `msg_${index}`,
        predictionId: null,
        url: 'http://127.0.0.1:1/',
        payload: '{}'
      }))
    )
  )
  const taken = (
    await Promise.all(
      [1, 2, 3, 4].map(turn =>
        two[turn % 2]!.webhooks.take({ limit: 30, maxPerHost: 30, callsByHost: new Map() }, 60)
      )
    )
  ).flat()
  expect(taken.map(each => each.attempts)).toEqual(Array.from({ length: 30 }, () => 1))
  expect(new Set(taken.map(each => each.id)).size).toBe(30)
})

test('an outcome reported to two processes gets one revision for each change', async () => {
  const [first, second] = await openTwo()
  const put = (stores: Stores, outcome: string) =>
    stores.outcomes.put({ predictor: 'echo', subject: 's', outcome, endedAt: 5, source: 'reported' })
  const reports = await Promise.all(
    Array.from({ length: 20 }, (_, index) => put(index % 2 === 0 ? first : second, `{"size":${index % 5}}`))
  )
  const fresh = reports.filter(report => report.isNew).map(report => report.revision)
  expect(fresh.toSorted((a, b) => a - b)).toEqual(fresh.map((_, index) => index + 1))
  expect((await first.outcomes.get('echo', 's'))?.revision).toBe(fresh.length)
})
