import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { Random } from '../../learners/random.ts'
import { type Started, startProgram } from '../../test/harness/start.ts'
import { makeEnvironment } from '../../test/harness/test-environment.ts'
import { type BenchResult, judge, median } from '../result.ts'
import { readProcessorSeconds, readServerPid } from './processor-time.ts'

const EVENTS = 1_000
const JOBS = 4_000
/** In one request. */
const JOBS_AT_ONCE = 400
const PAIRS = 3
/** So that a batch is little of the whole, and the last ones are shared. */
const MAX_IN_BATCH = 4
/** Of the jobs by the time of their ends: those between, while every worker has work. */
const FROM = 0.2
const UNTIL = 0.85

interface Round {
  readonly jobsPerSecond: number
  /** Processors busy meanwhile, with all that runs on this machine. */
  readonly busy: number
  /** Processor time a job, in ms: of each of `parties`. */
  readonly milliseconds: readonly number[]
}

const parties = ['worker', 'api', 'postgres', 'rabbitmq'] as const

/** Fits of 1,000 events by one worker process and by two, one thread each; api and servers are on the same machine. */
export async function measureWorkers(log: (line: string) => void): Promise<readonly BenchResult[]> {
  const pairs: { readonly one: Round; readonly two: Round }[] = []
  for (let pair = 1; pair <= PAIRS; pair++) {
    const one = await work(1)
    const two = await work(2)
    pairs.push({ one, two })
    log(`pair ${pair} of ${PAIRS}: ${describe(one)} | ${describe(two)}`)
  }
  const middle = (figure: (pair: (typeof pairs)[number]) => number) => median(pairs.map(figure))
  const processors = availableParallelism()
  return [
    {
      name: 'workers.cluster.perSecond',
      value: middle(({ one }) => one.jobsPerSecond),
      unit: 'fits of 1,000 events/s'
    },
    judge(
      {
        name: 'workers.cluster.twoOverOne',
        value: middle(({ one, two }) => two.jobsPerSecond / one.jobsPerSecond),
        unit: 'times'
      },
      '>= 1.8'
    ),
    {
      name: 'workers.cluster.busyWithOne',
      value: middle(({ one }) => one.busy),
      unit: `of ${processors} processors`
    },
    {
      name: 'workers.cluster.busyWithTwo',
      value: middle(({ two }) => two.busy),
      unit: `of ${processors} processors`
    },
    ...parties.map((party, index) => ({
      name: `workers.cluster.${party}Milliseconds`,
      value: middle(({ one }) => one.milliseconds[index]!),
      unit: 'ms of processor time a job, one worker'
    })),
    {
      // What a job costs all processors together with one worker bounds what any number of workers can do on them.
      name: 'workers.cluster.mostOverOne',
      value: middle(({ one }) => processors / one.busy),
      unit: 'times, what these processors allow'
    }
  ]
}

function describe({ jobsPerSecond, busy, milliseconds }: Round): string {
  const costs = parties.map((party, index) => `${party} ${milliseconds[index]!.toFixed(2)}`)
  return `${jobsPerSecond.toFixed(0)}/s, ${busy.toFixed(2)} processors (${costs.join(', ')} ms a job)`
}

/** All jobs are queued before the first worker starts, so that nothing but their work is measured. */
async function work(workers: number): Promise<Round> {
  const testEnvironment = await makeEnvironment('cluster')
  const settings = {
    LOG_LEVEL: 'info',
    GROUNDSWELL_WORKER_THREADS: '1',
    GROUNDSWELL_MAX_BATCH: String(MAX_IN_BATCH)
  }
  const api = await startProgram({ testEnvironment, processes: ['api'], settings })
  try {
    const random = new Random(2)
    const ids: string[] = []
    while (ids.length < JOBS) ids.push(...(await submit(api, JOBS_AT_ONCE, random)))
    const program = await startProgram({
      testEnvironment,
      processes: Array<string>(workers).fill('worker'),
      settings
    })
    try {
      return await measure(api, program, ids)
    } finally {
      await program.stop()
    }
  } finally {
    await api.stop()
    await testEnvironment.remove()
  }
}

async function measure(api: Started, workers: Started, ids: readonly string[]): Promise<Round> {
  const busyBefore = readBusy()
  const usedBefore = readUsed(api, workers)
  const startedAt = performance.now()
  await untilEnded(api, ids.at(-1)!)
  const busy = (readBusy() - busyBefore) / ((performance.now() - startedAt) / 1_000)
  const used = readUsed(api, workers)
  const milliseconds = used.map((seconds, index) => (1_000 * (seconds - usedBefore[index]!)) / JOBS)
  const ends = await readEnds(api, ids)
  const [first, last] = [Math.floor(FROM * JOBS), Math.floor(UNTIL * JOBS)]
  return { jobsPerSecond: (1_000 * (last - first)) / (ends[last]! - ends[first]!), busy, milliseconds }
}

/** In the order of `parties`. */
function readUsed(api: Started, workers: Started): readonly number[] {
  const ofWorkers = workers.processes.reduce((sum, { pid }) => sum + readProcessorSeconds(pid), 0)
  const ofServers = ['postgres', 'rabbitmq'].map(name => readProcessorSeconds(readServerPid(name)))
  return [ofWorkers, readProcessorSeconds(api.pid()), ...ofServers]
}

async function submit(program: Started, count: number, random: Random): Promise<readonly string[]> {
  const lines = Array.from({ length: count }, () => {
    const times = Array.from(
      { length: EVENTS - 1 },
      () => Math.round(3_600_000 * random.uniform() ** 2) / 1_000
    )
    const events = [0, ...times.sort((a, b) => a - b)].map(time => ({
      time,
      magnitude: Math.floor(30 / (1 - random.uniform()))
    }))
    return JSON.stringify({ events, window: 3_600 })
  })
  const response = await program.request('/cascades/batch', {
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson' },
    body: lines.join('\n')
  })
  const answers = (await response.text()).trim().split('\n')
  return answers.map(line => (JSON.parse(line) as { accepted: { id: string } }).accepted.id)
}

/** Asks seldom, so that asking costs little of what is measured. */
async function untilEnded(api: Started, id: string): Promise<number> {
  for (;;) {
    const { body } = await api.get(`/predictions/${id}`)
    if (body.state === 'failed') throw new Error(`${id} failed: ${JSON.stringify(body.error)}`)
    if (body.finishedAt !== null) return Date.parse(body.finishedAt)
    await new Promise(resolve => setTimeout(resolve, 250))
  }
}

/** When each ended, in ms since 1970, the first first. */
async function readEnds(api: Started, ids: readonly string[]): Promise<readonly number[]> {
  const ends: number[] = []
  for (const id of ids) ends.push(await untilEnded(api, id))
  return ends.sort((left, right) => left - right)
}

/** Processor seconds that this machine has been busy for since it started. Linux only. */
function readBusy(): number {
  const [, user, nice, system] = readFileSync('/proc/stat', 'utf8').split('\n', 1)[0]!.split(/ +/).map(Number)
  return (user! + nice! + system!) / 100
}
