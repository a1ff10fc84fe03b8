import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { connect } from 'amqplib'
import { expect, onTestFinished, test } from 'vitest'
import { eventsTopic } from '../../app/topics.ts'
import { controlRabbitmq } from '../../deploy/servers/rabbitmq.ts'
import { addresses } from '../../deploy/servers/settings.ts'
import { Random } from '../../learners/random.ts'
import { smallCascade } from '../harness/cascades.ts'
import { readFeed } from '../harness/read-feed.ts'
import { serverAddress } from '../harness/server-address.ts'
import { type Started, startForTest } from '../harness/start.ts'
import { sumMetric } from '../harness/sum-metric.ts'
import { environmentForTest, type TestEnvironment } from '../harness/test-environment.ts'
import { damageArtefact, publishTwoVersions } from '../harness/two-versions.ts'

const isOurBroker = serverAddress('AMQP_URL') === addresses.AMQP_URL
const settings = { LOG_LEVEL: 'info', GROUNDSWELL_WORKER_THREADS: '1' }

async function submitMany(program: Started, count: number): Promise<readonly string[]> {
  const answers = await Promise.all(
    Array.from({ length: count }, () => program.post('/cascades', smallCascade()))
  )
  expect(answers.map(({ status }) => status)).toEqual(Array(count).fill(202))
  return answers.map(({ body }) => body.id)
}

async function expectOneAttempt(program: Started, ids: readonly string[]): Promise<void> {
  for (const id of ids)
    await expect
      .poll(async () => (await program.get(`/predictions/${id}`)).body, { timeout: 30_000 })
      .toMatchObject({ state: 'succeeded', generation: 1, attempts: 1 })
}

/** Opens a channel that sends texts to the queue directly. */
async function openDirectAccess({ settings }: TestEnvironment) {
  const model = await connect(settings.AMQP_URL!)
  const channel = await model.createConfirmChannel()
  onTestFinished(() => model.close())
  return async (bodies: readonly string[]) => {
    for (const body of bodies)
      channel.sendToQueue(`${settings.GROUNDSWELL_PREFIX}predict.cascade-size`, Buffer.from(body), {
        persistent: true,
        messageId: body
      })
    await channel.waitForConfirms()
  }
}

test('has no effect twice when messages are delivered again and out of order', async () => {
  const testEnvironment = await environmentForTest()
  const program = await startForTest({
    testEnvironment,
    processes: ['api,source', 'worker', 'worker'],
    settings
  })
  const send = await openDirectAccess(testEnvironment)
  const feed = readFeed(program.url, 0)
  const ids = await submitMany(program, 60)
  const random = new Random(3)
  for (let round = 0; round < 4; round++) {
    const order = ids.map(id => ({ id, at: random.uniform() })).sort((left, right) => left.at - right.at)
    await send(order.map(({ id }) => JSON.stringify({ id, generation: 1 })))
  }
  await expectOneAttempt(program, ids)
  const depth = async () => (await program.get('/queues')).body.items[0]
  await expect.poll(depth, { timeout: 20_000 }).toMatchObject({ ready: 0, queued: 0, running: 0 })
  const last = await submitMany(program, 1)
  const ended = () =>
    feed.events.filter(({ name }) => name === 'prediction.succeeded').map(({ data }) => data.id)
  await expect.poll(() => ended().toSorted(), { timeout: 10_000 }).toEqual([...ids, ...last].toSorted())
  await feed.close()
})

test('makes a dead letter of a poison message on queue or stream, and continues with the others', async () => {
  const testEnvironment = await environmentForTest()
  const program = await startForTest({ testEnvironment, settings })
  const send = await openDirectAccess(testEnvironment)
  await send(['no JSON', '{"id":7}', '{"id":"prd_nobody","generation":1}'])
  const database = await testEnvironment.openDatabase()
  const stream = await testEnvironment.openStream(database)
  onTestFinished(async () => {
    await stream.close()
    await database.close()
  })
  await stream.append(eventsTopic, [{ key: 'poisoned', value: 'no JSON either' }])
  await expectOneAttempt(program, await submitMany(program, 20))
  const letters = async () =>
    (await program.get('/dead-letters')).body.items.map(({ body }: { body: unknown }) => body)
  await expect
    .poll(async () => (await letters()).toSorted(), { timeout: 20_000 })
    .toEqual(['no JSON', 'no JSON either', '{"id":7}'].toSorted())
})

test('rejects new work above the backlog limit with 429, and answers what was accepted', async () => {
  const program = await startForTest({
    processes: ['api,source', 'worker'],
    settings: { ...settings, GROUNDSWELL_MAX_BACKLOG: '200' }
  })
  const worker = program.processes[1]!
  await worker.kill('SIGKILL')
  const accepted: string[] = []
  const submit = async () => {
    const { status, body } = await program.post('/cascades', smallCascade())
    if (status === 202) accepted.push(body.id)
    return { status, code: body.code }
  }
  await expect.poll(submit, { timeout: 30_000, interval: 1 }).toEqual({ status: 429, code: 'backlog-full' })
  // The backlog is approximate: a row that is written during a count may be counted twice or not at all.
  expect(accepted.length).toBeGreaterThan(180)
  expect(accepted.length).toBeLessThan(220)
  expect((await program.get('/health/ready')).status).toBe(200)
  await worker.restart()
  await expectOneAttempt(program, accepted)
  expect((await submit()).status).toBe(202)
})

test.skipIf(!isOurBroker)(
  'keeps accepted work in the outbox while the queue of the broker is full, and answers it afterwards',
  async () => {
    const testEnvironment = await environmentForTest()
    const program = await startForTest({ testEnvironment, processes: ['api,source', 'worker'], settings })
    const worker = program.processes[1]!
    const queue = `${testEnvironment.settings.GROUNDSWELL_PREFIX}predict.cascade-size`
    await expectOneAttempt(program, await submitMany(program, 5))
    await worker.kill('SIGKILL')
    controlRabbitmq('set_policy', queue, `^${queue}$`, '{"max-length": 10}', '--apply-to', 'queues')
    onTestFinished(() => controlRabbitmq('clear_policy', queue))
    const accepted: string[] = []
    // RabbitMQ accepts some messages beyond the limit before it rejects.
    const untilRefused = async () => {
      accepted.push(...(await submitMany(program, 20)))
      return sumMetric(program.url, 'groundswell_outbox_rows')
    }
    await expect.poll(untilRefused, { timeout: 30_000, interval: 500 }).toBeGreaterThan(100)
    expect((await program.get('/health/ready')).status).toBe(200)
    await worker.restart()
    await expectOneAttempt(program, accepted)
  }
)

test('does not switch to a corrupt artefact; if it is live already, the previous version answers and readiness reports it', async () => {
  const testEnvironment = await environmentForTest()
  await publishTwoVersions(testEnvironment)
  const program = await startForTest({ testEnvironment, processes: ['api,source', 'worker'], settings })
  const worker = program.processes[1]!
  const by = { reason: 'a test' }
  expect((await program.post('/models/2/promote', by)).status).toBe(200)
  const answer = async () => (await program.post('/cascades', smallCascade(), { prefer: 'wait=20' })).body
  await expect.poll(answer, { timeout: 10_000 }).toMatchObject({ state: 'succeeded', model: { version: 2 } })

  await worker.kill('SIGKILL')
  await damageArtefact(testEnvironment, 2)
  await worker.restart()
  await expect.poll(answer, { timeout: 20_000 }).toMatchObject({ state: 'succeeded', model: { version: 1 } })
  const readiness = async () => (await fetch(new URL('/health/ready', worker.healthUrl!))).text()
  // The worker answers by an older version.
  await expect.poll(readiness, { timeout: 10_000 }).toContain('"status":"degraded"')
  expect(await readiness()).toContain('version 2 could not be loaded')
  expect(await sumMetric(worker.healthUrl!, 'groundswell_model_version')).toBe(1)

  expect((await program.post('/models/rollback', by)).status).toBe(200)
  await expect.poll(readiness, { timeout: 10_000 }).toContain('"status":"ready"')
  expect((await program.post('/models/2/promote', by)).body.code).toBe('damaged-version')
  expect(await answer()).toMatchObject({ state: 'succeeded', model: { version: 1 } })
})

test('loses no job and does none twice when the clocks of all machines step by different hours', async () => {
  const clock = pathToFileURL(join(import.meta.dirname, '../fixtures/step-clock.mjs')).href
  const program = await startForTest({
    processes: ['api,source', 'worker', 'worker,collector,trainer'],
    nodeArguments: ['--import', clock],
    settings: { ...settings, CLOCK_STEPS: '7200000,-14400000,7200000', GROUNDSWELL_DEADLINE_SECONDS: '600' }
  })
  const ids: string[] = []
  for (let round = 0; round < 3; round++)
    for (const [index, each] of program.processes.entries()) {
      ids.push(...(await submitMany(program, 30)))
      // The clocks of the other processes step one round later.
      if (index !== round) process.kill(each.pid, 'SIGUSR2')
      ids.push(...(await submitMany(program, 30)))
    }
  await expectOneAttempt(program, ids)
  expect((await program.get('/predictions?state=failed')).body.items).toEqual([])
  const { createdAt } = (await program.get(`/predictions/${ids.at(-1)}`)).body
  expect(Math.abs(Date.parse(createdAt) - Date.now())).toBeLessThan(60_000)
})
