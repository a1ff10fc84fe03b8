import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import pg from 'pg'
import { settings as servers } from '../deploy/servers/settings.ts'
import { makeClusterNamespace } from '../test/harness/cluster-namespace.ts'
import { type Started, startProgram } from '../test/harness/start.ts'
import { makeEnvironment } from '../test/harness/test-environment.ts'
import { readProcessorSeconds, readServerPid } from './cluster/processor-time.ts'
import type { Bench, BenchResult } from './result.ts'
import { drawCascadeBodies } from './serve/draw-bodies.ts'
import type { Consumption } from './stream/consume.ts'
import type { Filling } from './stream/fill.ts'

const ACCEPTED = 5_000
const WARM_UP = 2_000
const SUBMITTERS = 32
/** Fits of so many events each, and how many of them. */
const fits = [
  { events: 200, jobs: 2_000 },
  { events: 1_000, jobs: 500 }
] as const
/** As `bench stream` has it: 200 events and three windows a cascade. */
const feed: Filling = { cascades: 2_500, events: 200, seconds: 14_400 }

/**
 * What one of each thing costs, in processor time of every process that has to do with it and in bytes that stay: the
 * figures of docs/SCALING.md. Processor time is nearly the same on a busy machine; the servers must have nobody else.
 */
export const run: Bench = async ({ log }) => {
  const results: BenchResult[] = []
  log(`accepting ${ACCEPTED} cascades, then fits`)
  results.push(...(await measureAsked(log)))
  log(`${feed.cascades * feed.events} events through Kafka and a collector`)
  results.push(...(await measureWatched()))
  return results
}

async function measureAsked(log: (line: string) => void): Promise<readonly BenchResult[]> {
  const testEnvironment = await makeEnvironment('cluster')
  const settings = { LOG_LEVEL: 'info', GROUNDSWELL_WORKER_THREADS: '1', GROUNDSWELL_MAX_BACKLOG: '1000000' }
  // The first process of all has the lease of the relay, and nothing else to do.
  const relay = await startProgram({ testEnvironment, processes: ['source'], settings })
  const api = await startProgram({ testEnvironment, processes: ['api'], settings })
  const pids = { api: api.pid(), relay: relay.pid() }
  const url = testEnvironment.settings.DATABASE_URL!
  try {
    const bodies = drawCascadeBodies(fits[0].events, 256)
    await submit(api, bodies, WARM_UP)
    const results: BenchResult[] = []
    await untilNone(url, 'select count(*)::int as count from outbox')
    const accepting = startMeter({ ...pids, ...serverPids('postgres', 'rabbitmq') })
    const written = await startDatabaseMeter(url)
    await submit(api, bodies, ACCEPTED)
    // What is published of each, and its job, leave with the relay.
    await untilNone(url, 'select count(*)::int as count from outbox')
    results.push(...accepting.perUnit('cost.accept', ACCEPTED))
    results.push(...(await written('cost.accept', ACCEPTED)))
    const worker = await startProgram({ testEnvironment, processes: ['worker'], settings })
    try {
      await untilEnded(url)
      for (const { events, jobs } of fits) {
        log(`${jobs} fits of ${events} events`)
        const drawn = drawCascadeBodies(events, Math.min(jobs, 256))
        const whole = startMeter({
          ...pids,
          worker: worker.pid(),
          ...serverPids('postgres', 'rabbitmq', 'kafka')
        })
        const stored = await startDatabaseMeter(url)
        await submit(api, drawn, jobs)
        await untilEnded(url)
        results.push(...whole.perUnit(`cost.prediction.${events}`, jobs))
        results.push(...(await stored(`cost.prediction.${events}`, jobs)))
      }
    } finally {
      await worker.stop()
    }
    return results
  } finally {
    await Promise.all([api.stop(), relay.stop()])
    await testEnvironment.remove()
  }
}

async function measureWatched(): Promise<readonly BenchResult[]> {
  const place = await makeClusterNamespace()
  try {
    const count = feed.cascades * feed.events
    const filling = startMeter({ source: process.pid, ...serverPids('kafka') })
    runProgram('fill.ts', place.settings, '', JSON.stringify(feed))
    const results = [...filling.perUnit('cost.append', count)]
    const logs = join(servers.folder, 'run/kafka/logs')
    const folders = execFileSync(
      'bash',
      ['-c', `du -sb ${logs}/${place.prefix}groundswell.events-* | cut -f1`],
      { encoding: 'utf8' }
    )
    const kafkaBytes = folders
      .trim()
      .split('\n')
      .reduce((sum, each) => sum + Number(each), 0)
    // Index files are made at their full length, of which little is used.
    results.push(toBytes('cost.append', kafkaBytes / count))
    const written = await startDatabaseMeter(place.databaseUrl)
    const collecting = startMeter({ collector: process.pid, ...serverPids('postgres', 'kafka') })
    const text = runProgram('consume.ts', place.settings, '', 'collector')
    const { windows, events } = JSON.parse(text) as Consumption
    if (events !== count) throw new Error(`${events} of ${count} events were taken in`)
    results.push(...collecting.perUnit('cost.collect', count))
    results.push(...(await written('cost.collect', count)))
    results.push({
      name: 'cost.collect.windows',
      value: windows / count,
      unit: 'forecasts asked for an event'
    })
    return results
  } finally {
    await place.remove()
  }
}

function serverPids(...names: readonly string[]): Readonly<Record<string, number>> {
  return Object.fromEntries(names.map(name => [name, readServerPid(name)]))
}

function startMeter(pids: Readonly<Record<string, number>>) {
  const read = () => Object.entries(pids).map(([name, pid]) => [name, readProcessorSeconds(pid)] as const)
  const before = new Map(read())
  return {
    perUnit: (name: string, units: number): readonly BenchResult[] =>
      read().map(([part, seconds]) => ({
        name: `${name}.${part}`,
        value: (1e6 * (seconds - before.get(part)!)) / units,
        unit: 'processor microseconds each'
      }))
  }
}

function toBytes(name: string, value: number): BenchResult {
  return { name: `${name}.bytes`, value, unit: 'bytes kept each' }
}

async function submit(api: Started, bodies: readonly string[], count: number): Promise<void> {
  let left = count
  const one = async () => {
    while (left-- > 0) {
      const body = bodies[left % bodies.length]!
      const response = await api.request('/cascades', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body
      })
      if (response.status !== 202) throw new Error(`answered with ${response.status}`)
      await response.arrayBuffer()
    }
  }
  await Promise.all(Array.from({ length: SUBMITTERS }, one))
}

function untilEnded(url: string): Promise<void> {
  return untilNone(
    url,
    "select (select count(*) from predictions where state in ('queued', 'running'))::int + (select count(*) from outbox)::int as count"
  )
}

async function untilNone(url: string, question: string): Promise<void> {
  for (;;) {
    const { count } = await ask<{ readonly count: number }>(url, question)
    if (count === 0) return
    await new Promise(resolve => setTimeout(resolve, 200))
  }
}

/** Bytes that stay in our tables, bytes of the server's log, and transactions. */
async function startDatabaseMeter(url: string) {
  const readWork = () =>
    ask<{ readonly log: number; readonly commits: number }>(
      url,
      `select pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::float8 as log,
        (select xact_commit::float8 from pg_stat_database where datname = current_database()) as commits`
    )
  const keptBefore = await readKept(url)
  const before = await readWork()
  return async (name: string, units: number): Promise<readonly BenchResult[]> => {
    const after = await readWork()
    const kept = (await readKept(url)) - keptBefore
    const each = (figure: keyof typeof before) => (after[figure] - before[figure]) / units
    return [
      toBytes(name, kept / units),
      { name: `${name}.logBytes`, value: each('log'), unit: "bytes of PostgreSQL's log each" },
      { name: `${name}.transactions`, value: each('commits'), unit: 'transactions each' }
    ]
  }
}

/** Of all tables with their indexes, without the room that deleted rows have left in them. */
async function readKept(url: string): Promise<number> {
  const ofOurs = "from pg_class where relkind = 'r' and relnamespace = current_schema()::regnamespace"
  const { names } = await ask<{ readonly names: string }>(
    url,
    `select string_agg(relname, ', ') as names ${ofOurs}`
  )
  await ask(url, `vacuum full ${names}`)
  const { kept } = await ask<{ readonly kept: number }>(
    url,
    `select coalesce(sum(pg_total_relation_size(oid)), 0)::float8 as kept ${ofOurs}`
  )
  return kept
}

async function ask<Row>(url: string, question: string): Promise<Row> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(question)).rows[0] as Row
  } finally {
    await client.end()
  }
}

function runProgram(
  name: string,
  settings: Readonly<Record<string, string>>,
  ...given: readonly string[]
): string {
  return execFileSync(process.execPath, [join(import.meta.dirname, 'stream', name), ...given], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH, ...settings },
    stdio: ['ignore', 'pipe', 'inherit']
  })
}
