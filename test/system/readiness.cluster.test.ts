import { afterAll, beforeAll, expect, test } from 'vitest'
import { smallCascade } from '../harness/cascades.ts'
import { type FaultEnvironment, makeFaultEnvironment } from '../harness/fault-environment.ts'
import type { ProgramProcess } from '../harness/program-process.ts'
import { type Started, startForTest, startProgram } from '../harness/start.ts'

// The table in docs/operations.md, with one process for each service. test/app/health covers the column of the disk.
const processes = ['api', 'worker', 'trainer', 'collector', 'source'] as const
const no = 'not-ready'
const table = {
  database: [no, no, no, no, no],
  queue: ['degraded', no, 'degraded', 'degraded', 'degraded'],
  stream: ['degraded', 'degraded', 'degraded', no, no],
  blobs: ['degraded', 'degraded', no, 'degraded', 'degraded']
} as const
const settings = { GROUNDSWELL_WORKER_THREADS: '1', GROUNDSWELL_EVENT_PARTITIONS: '4' }

let faults: FaultEnvironment
let program: Started
beforeAll(async () => {
  faults = await makeFaultEnvironment()
  program = await startProgram({ testEnvironment: faults.testEnvironment, processes, settings })
})
afterAll(async () => {
  await program?.stop()
  await faults?.remove()
})

interface Answer {
  readonly http: number
  readonly status: string
  readonly failing: readonly string[]
}

async function readinessOf({ url, healthUrl }: ProgramProcess): Promise<Answer> {
  const response = await fetch(new URL('/health/ready', url ?? healthUrl!))
  const { status, checks } = (await response.json()) as {
    status: string
    checks: { name: string; ok: boolean; reason: string | null; remedy: string | null }[]
  }
  const failing = checks.filter(({ ok }) => !ok)
  for (const { reason, remedy } of failing)
    expect([reason, remedy]).toEqual([expect.any(String), expect.any(String)])
  return { http: response.status, status, failing: failing.map(({ name }) => name) }
}

const all = () => Promise.all(program.processes.map(readinessOf))
const allReady = () =>
  expect
    .poll(async () => (await all()).map(({ status, failing }) => [status, ...failing]), { timeout: 30_000 })
    .toEqual(processes.map(() => ['ready']))

const rows = Object.entries(table)
test.each(rows)(
  'reports the documented readiness of each service while the %s is unavailable, and ready afterwards',
  { timeout: 120_000 },
  async (check, statuses) => {
    await allReady()
    const server = faults.servers.find(each => each.check === check)!
    await server.proxy.close()
    // Another component may notice the outage before the check of the server itself does.
    const findStates = async () =>
      (await all()).map(({ http, status, failing }) => ({ http, status, isNamed: failing.includes(check) }))
    await expect
      .poll(findStates, { timeout: 30_000 })
      .toEqual(statuses.map(status => ({ http: status === no ? 503 : 200, status, isNamed: true })))
    if (check !== 'database') expect((await program.post('/cascades', smallCascade())).status).toBe(202)
    await server.proxy.open()
    await allReady()
  }
)

test('accepts work at an api that starts while RabbitMQ, Kafka and S3 are unavailable, and finishes it afterwards', async () => {
  const away = faults.servers.filter(({ check }) => check !== 'database')
  await Promise.all(away.map(({ proxy }) => proxy.close()))
  const late = await startForTest({ testEnvironment: faults.testEnvironment, processes: ['api'], settings })
  const readiness = await late.get('/health/ready')
  expect(readiness.status).toBe(200)
  expect(readiness.body.status).toBe('degraded')
  const accepted = await late.post('/cascades', smallCascade())
  expect(accepted.status).toBe(202)
  const feeding = await late.post('/events', [
    { eventId: 'a', cascadeId: 'a', kind: 'post', time: 1_700_000_000, magnitude: 5, source: 'test' }
  ])
  expect([feeding.status, feeding.body.code]).toEqual([503, 'stream-unavailable'])

  await Promise.all(away.map(({ proxy }) => proxy.open()))
  const stateOf = async () => (await late.get(`/predictions/${accepted.body.id}`)).body.state
  await expect.poll(stateOf, { timeout: 30_000 }).toBe('succeeded')
  await expect
    .poll(async () => (await late.get('/health/ready')).body.status, { timeout: 30_000 })
    .toBe('ready')
})
