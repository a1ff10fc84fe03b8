import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { Random } from '../../predictors/random.ts'
import { makeGround } from '../../test/harness/ground.ts'
import { type Started, startProgram } from '../../test/harness/start.ts'
import { type BenchResult, judge, median } from '../result.ts'

const EVENTS = 1_000
const JOBS = 2_000
/** In one request. */
const JOBS_AT_ONCE = 400
const PAIRS = 3
/** So that a batch is little of the whole, and the last ones are shared. */
const MOST_IN_BATCH = 4
/** Of the jobs by the time of their ends: those between, while every worker has work. */
const FROM = 0.2
const UNTIL = 0.85

interface Round {
  readonly jobsPerSecond: number
  /** Processors busy meanwhile, with all that runs on this machine. */
  readonly busy: number
}

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
    {
      // What a job costs all processors together with one worker bounds what any number of workers can do on them.
      name: 'workers.cluster.mostOverOne',
      value: middle(({ one }) => processors / one.busy),
      unit: 'times, what these processors allow'
    }
  ]
}

function describe({ jobsPerSecond, busy }: Round): string {
  return `${jobsPerSecond.toFixed(1)}/s with ${busy.toFixed(2)} processors`
}

async function work(workers: number): Promise<Round> {
  const ground = await makeGround('cluster')
  const program = await startProgram({
    ground,
    processes: ['api', ...Array<string>(workers).fill('worker')],
    settings: {
      LOG_LEVEL: 'info',
      GROUNDSWELL_WORKER_THREADS: '1',
      GROUNDSWELL_MAX_BATCH: String(MOST_IN_BATCH)
    }
  })
  try {
    // Threads are started and the model is loaded.
    await untilAllEnded(program, await submit(program, 20, new Random(1)))
    const random = new Random(2)
    const ids: string[] = []
    while (ids.length < JOBS) ids.push(...(await submit(program, JOBS_AT_ONCE, random)))
    const before = readBusy()
    const startedAt = performance.now()
    const ends = await untilAllEnded(program, ids)
    const busy = (readBusy() - before) / ((performance.now() - startedAt) / 1_000)
    ends.sort((left, right) => left - right)
    const [first, last] = [Math.floor(FROM * JOBS), Math.floor(UNTIL * JOBS)]
    return { jobsPerSecond: (1_000 * (last - first)) / (ends[last]! - ends[first]!), busy }
  } finally {
    await program.stop()
    await ground.remove()
  }
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

/** When each ended, in ms since 1970. Asks seldom, so that asking costs little of what is measured. */
async function untilAllEnded(program: Started, ids: readonly string[]): Promise<number[]> {
  const ends = new Map<string, number>()
  while (ends.size < ids.length) {
    await new Promise(resolve => setTimeout(resolve, 500))
    const last = ids.findLast(id => !ends.has(id))!
    const { body } = await program.get(`/predictions/${last}`)
    if (body.finishedAt === null) continue
    for (const id of ids) {
      if (ends.has(id)) continue
      const { body: found } = await program.get(`/predictions/${id}`)
      if (found.state === 'failed') throw new Error(`${id} failed: ${JSON.stringify(found.error)}`)
      if (found.finishedAt !== null) ends.set(id, Date.parse(found.finishedAt))
    }
  }
  return [...ends.values()]
}

/** Processor seconds that this machine has been busy for since it started. Linux only. */
function readBusy(): number {
  const [, user, nice, system] = readFileSync('/proc/stat', 'utf8').split('\n', 1)[0]!.split(/ +/).map(Number)
  return (user! + nice! + system!) / 100
}
