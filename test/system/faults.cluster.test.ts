import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { smallCascade } from '../harness/cascades.ts'
import {
  type FaultEnvironment,
  type KillableServer,
  makeFaultEnvironment
} from '../harness/fault-environment.ts'
import type { ProgramProcess } from '../harness/program-process.ts'
import { type Started, startProgram } from '../harness/start.ts'
import { type SteadyLoad, startSteadyLoad } from '../harness/steady-load.ts'

// One set of processes runs through all faults, one after another and always under load.
const processes = ['api,source', 'worker', 'worker', 'collector', 'trainer']
const AWAY_MILLISECONDS = 30_000
/** Maximum time from the restart of a server or process until work continues. */
const RECOVERY_MILLISECONDS = 10_000

let faults: FaultEnvironment
let program: Started
let load: SteadyLoad
beforeAll(async () => {
  faults = await makeFaultEnvironment()
  program = await startProgram({
    testEnvironment: faults.testEnvironment,
    processes,
    settings: {
      LOG_LEVEL: 'info',
      GROUNDSWELL_WINDOWS: '300,600',
      GROUNDSWELL_IDLE_SECONDS: '3600',
      GROUNDSWELL_CHECKPOINT_SECONDS: '0.2',
      GROUNDSWELL_WORKER_THREADS: '1',
      GROUNDSWELL_TRAIN_NEW_SAMPLES: '100000',
      GROUNDSWELL_FIRST_PAUSE_SECONDS: '0.2',
      GROUNDSWELL_LONGEST_PAUSE_SECONDS: '2'
    }
  })
  load = startSteadyLoad(program)
})
afterAll(async () => {
  await load?.stop()
  await program?.stop()
  await faults?.remove()
})

async function readinessOf({ url, healthUrl }: ProgramProcess) {
  const response = await fetch(new URL('/health/ready', url ?? healthUrl!))
  return (await response.json()) as {
    readonly status: string
    readonly checks: readonly {
      readonly name: string
      readonly ok: boolean
      readonly reason: string | null
    }[]
  }
}

const allReadiness = () => Promise.all(program.processes.map(readinessOf))

/** Lists the failing checks of every process. */
async function findFailing(): Promise<readonly (readonly string[])[]> {
  const all = await allReadiness()
  return all.map(({ checks }) => checks.filter(({ ok }) => !ok).map(({ name }) => name))
}

/** Ids of predictions known to have succeeded. */
const ended = new Set<string>()

/** Lists the accepted predictions that have not succeeded. */
async function findOpen(): Promise<readonly object[]> {
  const left = [...load.accepted].filter(id => !ended.has(id))
  const answers = await Promise.all(left.map(async id => (await program.get(`/predictions/${id}`)).body))
  for (const { id, state } of answers) if (state === 'succeeded') ended.add(id)
  return answers
    .filter(({ state }) => state !== 'succeeded')
    .map(({ id, state, attempts, error, code }) => ({ id, state, attempts, error, code }))
}

async function countCollected(): Promise<number> {
  const { body } = await program.get('/stream')
  return body.counters?.events ?? 0
}

/** Expects within 10 s that every process is ready, new work is accepted, done and shown, and the stream is collected. */
async function expectRecovery(what: string, within = RECOVERY_MILLISECONDS): Promise<void> {
  const since = performance.now()
  const left = () => Math.max(1, within - (performance.now() - since))
  await expect
    .poll(async () => (await allReadiness().catch(() => [])).map(({ status }) => status), {
      timeout: left(),
      interval: 100,
      message: `${what}: every process is ready again`
    })
    .toEqual(processes.map(() => 'ready'))
  const seen = load.seen.length
  const collected = await countCollected()
  await expect
    .poll(
      async () => {
        const answer = await program.post('/cascades', smallCascade(), { prefer: 'wait=5' }).catch(() => null)
        return answer?.body.state
      },
      { timeout: left(), interval: 100, message: `${what}: new work is answered` }
    )
    .toBe('succeeded')
  await expect
    .poll(() => load.seen.length, { timeout: left(), message: `${what}: the feed continues` })
    .toBeGreaterThan(seen)
  await expect
    .poll(countCollected, { timeout: left(), interval: 100, message: `${what}: events are collected` })
    .toBeGreaterThan(collected)
  console.log(`${what}: work continues after ${((performance.now() - since) / 1_000).toFixed(1)} s`)
}

/** Expects that everything accepted so far succeeds. */
async function expectNothingLost(): Promise<void> {
  const accepted = [...load.accepted]
  const isOpen = async () => {
    const open = await findOpen()
    return accepted.every(id => ended.has(id)) ? [] : open
  }
  await expect.poll(isOpen, { timeout: 60_000, interval: 500 }).toEqual([])
}

async function bring(
  server: KillableServer,
  down: () => Promise<void>,
  awayMilliseconds: number
): Promise<void> {
  await down()
  const downAt = performance.now()
  // Every process reports this server; it may also report a server that depends on it.
  await expect
    .poll(findFailing, {
      timeout: 15_000,
      interval: 200,
      message: `${server.name} is reported as unavailable`
    })
    .toEqual(processes.map(() => expect.arrayContaining([server.check])))
  await sleep(Math.max(0, awayMilliseconds - (performance.now() - downAt)))
  await server.start()
  await expectRecovery(`${server.name} ${awayMilliseconds > 0 ? 'stopped' : 'killed'}`)
  await expectNothingLost()
}

test('continues without a fault', async () => {
  await expect.poll(() => load.accepted.size, { timeout: 30_000 }).toBeGreaterThan(20)
  await expectRecovery('nothing')
})

describe.each(['queue', 'stream', 'database', 'blobs'] as const)('the server of the %s', check => {
  const find = () => faults.servers.find(each => each.check === check)!

  test('stopped for 30 s and restarted: readiness reports it, nothing is lost, work continues within 10 s', async () => {
    const server = find()
    await bring(server, server.stop, AWAY_MILLISECONDS)
  })

  test('killed and restarted: readiness reports it, nothing is lost, work continues within 10 s', async () => {
    const server = find()
    await bring(server, server.kill, 0)
  })

  test('slow, and cut in the middle of answers: nothing is lost, work continues within 10 s of the repair', async () => {
    const { proxy, name } = find()
    await proxy.slow(400)
    const before = load.accepted.size
    await expect.poll(() => load.accepted.size, { timeout: 30_000 }).toBeGreaterThan(before + 5)
    await proxy.heal()
    await expectRecovery(`${name} slow`)
    await proxy.cutAfter(2_000)
    await sleep(5_000)
    await proxy.heal()
    await expectRecovery(`${name} cut`)
    await expectNothingLost()
  })
})

const numbered = processes.map((services, index) => [services, index] as const)

test.each(numbered)(
  '%s (%i) killed and restarted: nothing is lost, work continues within 10 s',
  async (services, index) => {
    const killed = program.processes[index]!
    await killed.kill('SIGKILL')
    await killed.restart()
    await expectRecovery(`${services} killed`)
    await expectNothingLost()
  }
)

test('answers everything that was accepted, and shows nothing twice', async () => {
  await load.rest()
  const cascades = load.cascades()
  const end = { watermark: 1_700_000_000 + 10 * cascades + 700, isLast: true }
  await expect
    .poll(
      async () => {
        const body = JSON.stringify(end)
        const headers = { 'content-type': 'application/x-ndjson' }
        return (await program.request('/events?source=load', { method: 'POST', headers, body })).status
      },
      { timeout: 20_000 }
    )
    .toBe(202)
  const counters = async () => (await program.get('/stream')).body.counters
  await expect.poll(async () => (await counters()).ended, { timeout: 60_000 }).toBe(cascades)
  expect(await counters()).toMatchObject({
    events: cascades * smallCascade().events.length,
    cascades,
    windows: 2 * cascades,
    afterEnd: 0,
    revised: 0,
    unreadable: 0
  })
  await expectNothingLost()
  const waiting = async () => (await program.get('/queues')).body.items[0]
  await expect.poll(waiting, { timeout: 60_000 }).toMatchObject({ queued: 0, running: 0 })
  expect((await program.get('/predictions?state=failed')).body.items).toEqual([])

  const ended = () =>
    load.seen.filter(({ name }) => name === 'prediction.succeeded').map(({ data }) => data.id)
  const isShown = () => {
    const shown = new Set(ended())
    return [...load.accepted].every(id => shown.has(id))
  }
  await expect.poll(isShown, { timeout: 30_000 }).toBe(true)
  expect(ended()).toHaveLength(new Set(ended()).size)
  const numbers = load.seen.map(({ id }) => id)
  expect(numbers).toEqual(numbers.map((_, index) => numbers[0]! + index))
})
