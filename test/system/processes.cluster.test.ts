import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Random } from '../../learners/random.ts'
import { smallCascade } from '../harness/cascades.ts'
import { disturb, feed } from '../harness/feed.ts'
import { readFeed } from '../harness/read-feed.ts'
import { type Started, startProgram } from '../harness/start.ts'
import { sumMetric } from '../harness/sum-metric.ts'
import { drawSamples } from '../harness/training-samples.ts'

// Two of each service, each in its own process.
const processes = ['api,source', 'api', 'worker', 'worker', 'trainer', 'trainer', 'collector', 'collector']
const place = { worker: [2, 3], trainer: [4, 5], collector: [6, 7] } as const
const T0 = 1_700_000_000

let program: Started
let urls: readonly [string, string]
beforeAll(async () => {
  program = await startProgram({
    processes,
    settings: {
      LOG_LEVEL: 'info',
      GROUNDSWELL_WINDOWS: '300,600',
      GROUNDSWELL_IDLE_SECONDS: '3600',
      GROUNDSWELL_CHECKPOINT_SECONDS: '0.2',
      GROUNDSWELL_TRAIN_NEW_SAMPLES: '100000',
      GROUNDSWELL_WORKER_THREADS: '1'
    }
  })
  urls = [program.processes[0]!.url!, program.processes[1]!.url!]
})
afterAll(() => program.stop())

async function submit(url: string, headers: Record<string, string>, body: object = smallCascade()) {
  const response = await fetch(new URL('/cascades', url), {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body)
  })
  return { status: response.status, body: JSON.parse(await response.text()) }
}

const metric = (index: number, name: string) => sumMetric(program.processes[index]!.healthUrl!, name)

test('lists each process with its services', async () => {
  await expect
    .poll(async () => (await program.get('/processes')).body.items.length, { timeout: 20_000 })
    .toBe(processes.length)
  const { items } = (await program.get('/processes')).body
  expect(items.map(({ services }) => services.join(',')).toSorted()).toEqual(processes.toSorted())
})

test('ends a wait at one api when a worker in another process has finished', async () => {
  const answers = await Promise.all(urls.map(url => submit(url, { prefer: 'wait=20' })))
  for (const { status, body } of answers) expect([status, body.state]).toEqual([200, 'succeeded'])
})

test('makes one prediction of one idempotency key at either api, and at both at once', async () => {
  const keys = Array.from({ length: 20 }, () => randomUUID())
  const answers = await Promise.all(
    keys.flatMap(key =>
      Array.from({ length: 4 }, (_, index) =>
        submit(urls[index % 2]!, { 'idempotency-key': key, prefer: 'wait=20' }).then(answer => ({
          key,
          ...answer
        }))
      )
    )
  )
  for (const { status, body } of answers) expect([status, body.state]).toEqual([200, 'succeeded'])
  for (const [, group] of Map.groupBy(answers, ({ key }) => key))
    expect(new Set(group.map(({ body }) => body.id)).size).toBe(1)
  expect(new Set(answers.map(({ body }) => body.id)).size).toBe(keys.length)
  const other = { ...smallCascade(), window: 299 }
  expect((await submit(urls[1], { 'idempotency-key': keys[0]! }, other)).body.code).toBe(
    'idempotency-key-reused'
  )
})

test('resumes at one api a feed that began at the other, without gap or repetition', async () => {
  const [first, second] = [readFeed(urls[0]), readFeed(urls[1])]
  await Promise.all([first.opened, second.opened])
  const ids = await submitMany(30)
  const ended = (reader: typeof first) =>
    new Set(reader.events.filter(({ name }) => name === 'prediction.succeeded').map(({ data }) => data.id))
  await expect.poll(() => ids.every(id => ended(first).has(id)), { timeout: 30_000 }).toBe(true)
  await first.close()
  const more = await submitMany(30)
  const resumed = readFeed(urls[1], first.events.at(-1)!.id)
  await expect.poll(() => more.every(id => ended(resumed).has(id)), { timeout: 30_000 }).toBe(true)
  await expect.poll(() => second.events.length).toBeGreaterThanOrEqual(180)
  const stderrText = [...first.events, ...resumed.events]
  const whole = second.events.slice(0, stderrText.length)
  await Promise.all([second.close(), resumed.close()])
  const numbers = stderrText.map(({ id }) => id)
  expect(numbers).toEqual(numbers.map((_, index) => numbers[0]! + index))
  expect(stderrText.slice(0, whole.length)).toEqual(whole)
})

async function submitMany(count: number): Promise<readonly string[]> {
  const answers = await Promise.all(Array.from({ length: count }, (_, index) => submit(urls[index % 2]!, {})))
  expect(answers.every(({ status }) => status === 202)).toBe(true)
  return answers.map(({ body }) => body.id)
}

test('shares the jobs between workers: each runs once, and both workers run some', async () => {
  const before = await Promise.all(
    place.worker.map(each => metric(each, 'groundswell_predictions_ended_total'))
  )
  const ids = await submitMany(300)
  for (const id of ids)
    await expect
      .poll(async () => (await program.get(`/predictions/${id}`)).body, { timeout: 60_000 })
      .toMatchObject({ state: 'succeeded', attempts: 1, generation: 1 })
  const after = await Promise.all(
    place.worker.map(each => metric(each, 'groundswell_predictions_ended_total'))
  )
  const worked = after.map((count, index) => count - before[index]!)
  expect(worked[0]! + worked[1]!).toBe(ids.length)
  expect(Math.min(...worked)).toBeGreaterThan(0)
})

test('trains in one of two trainers, and in the other after a kill', async () => {
  const { sampleVersion, items } = drawSamples(300)
  expect((await program.post('/samples', { sampleVersion, items })).status).toBe(200)
  const train = async () => {
    const { body } = await program.post('/training', { reason: 'a test', override: true })
    await expect
      .poll(async () => (await program.get(`/training/${body.id}`)).body.state, { timeout: 60_000 })
      .toMatch(/^(promoted|candidate|failed)$/)
    return (await program.get(`/training/${body.id}`)).body
  }
  expect(await train()).toMatchObject({ state: 'promoted', version: 2 })
  const runs = await Promise.all(place.trainer.map(each => metric(each, 'groundswell_training_runs_total')))
  expect(runs.toSorted()).toEqual([0, 1])
  const [trained, idle] = runs[0] === 1 ? place.trainer : place.trainer.toReversed()
  await program.processes[trained!]!.kill('SIGKILL')
  expect(await train()).toMatchObject({ state: 'promoted', version: 3 })
  expect(await metric(idle!, 'groundswell_training_runs_total')).toBe(1)
  await program.processes[trained!]!.restart()
  const { items: history } = (await program.get('/models/history')).body
  expect(history.map(({ version }) => version)).toEqual([3, 2, 1])
})

test('counts each event, window and end once while collectors join, leave and are killed', async () => {
  const cascades = 40
  const events = Array.from({ length: cascades }, (_, number) =>
    smallCascade().events.map(({ time, magnitude }, place) => ({
      eventId: `e${place}`,
      cascadeId: `shared-${number}`,
      kind: place === 0 ? ('post' as const) : ('reshare' as const),
      time: T0 + 10 * number + time,
      magnitude
    }))
  )
    .flat()
    .sort((left, right) => left.time - right.time)
  const disturbed = disturb(events, new Random(7), { twice: 0.05, late: 0.05, seconds: 30 })
  const part = (from: number, to: number) =>
    disturbed.slice(Math.floor(from * disturbed.length), Math.floor(to * disturbed.length))
  await feed(program, part(0, 0.25), { batch: 50 })
  await program.processes[place.collector[0]]!.kill('SIGKILL')
  await feed(program, part(0.25, 0.5), { batch: 50 })
  await program.processes[place.collector[0]]!.restart()
  await feed(program, part(0.5, 0.75), { batch: 50 })
  await program.processes[place.collector[1]]!.kill('SIGTERM')
  await feed(program, part(0.75, 1), { batch: 50 })
  await program.processes[place.collector[1]]!.restart()
  await feed(program, [{ watermark: T0 + 10 * cascades + 700, isLast: true }])
  const counters = async () => (await program.get('/stream')).body.counters
  await expect.poll(async () => (await counters()).ended, { timeout: 60_000 }).toBe(cascades)
  expect(await counters()).toMatchObject({
    events: events.length,
    duplicates: disturbed.filter(each => 'eventId' in each).length - events.length,
    cascades,
    windows: 2 * cascades,
    late: 0,
    afterEnd: 0
  })
  for (let number = 0; number < cascades; number++) {
    await expect
      .poll(async () => (await program.get(`/cascades/shared-${number}`)).body.forecasts.length, {
        timeout: 30_000
      })
      .toBe(2)
    expect((await program.get(`/cascades/shared-${number}`)).body).toMatchObject({
      cascade: { state: 'ended', events: 14, windowsPassed: [300, 600], revision: 1 },
      outcome: { finalSize: 14 }
    })
    const { items } = (await program.get(`/predictions?subject=shared-${number}`)).body
    expect(items).toHaveLength(2)
  }
})
