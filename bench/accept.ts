import { type ChildProcess, fork, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Random } from '../predictors/random.ts'
import type { LoadRequest, LoadResult } from './accept/load.ts'
import { type Bench, judge } from './result.ts'

const ROUNDS = 5
const CONNECTIONS = 50
const EVENTS = 200
const BODIES = 64
const SECONDS = 4
const WARM_UP_SECONDS = 2

interface Server {
  readonly port: number
  stop(): Promise<void>
}

/**
 * POST /cascades with 200 events, durable before it is answered, beside the same route of bare fastify that validates
 * and stores nothing: one after the other, again and again, under the same load from a process on the same machine.
 */
export const run: Bench = async ({ log }) => {
  const bodies = makeBodies()
  log(
    `${bodies[0]!.length} bytes a request, ${CONNECTIONS} connections, ${ROUNDS} rounds of ${SECONDS} s each`
  )
  const rounds: { readonly bare: LoadResult; readonly ours: LoadResult }[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const bare = await measure(startBare, bodies)
    const ours = await measure(startOurs, bodies)
    rounds.push({ bare, ours })
    log(`bare ${describe(bare)} | ours ${describe(ours)}`)
  }
  const middle = (figure: (round: (typeof rounds)[number]) => number) => median(rounds.map(figure))
  const refused = rounds.reduce((sum, { bare, ours }) => sum + bare.refused + ours.refused, 0)
  const bareRate = middle(({ bare }) => bare.requestsPerSecond)
  return [
    {
      name: 'accept.embedded.requestsPerSecond',
      value: middle(({ ours }) => ours.requestsPerSecond),
      unit: '1/s',
      rival: 'bare fastify',
      rivalValue: bareRate
    },
    judge(
      {
        name: 'accept.embedded.ratio',
        value: middle(({ bare, ours }) => ours.requestsPerSecond / bare.requestsPerSecond),
        unit: 'of bare fastify'
      },
      '>= 0.4'
    ),
    {
      name: 'accept.embedded.medianMilliseconds',
      value: middle(({ ours }) => ours.medianMilliseconds),
      unit: 'ms'
    },
    {
      name: 'accept.embedded.p99Milliseconds',
      value: middle(({ ours }) => ours.p99Milliseconds),
      unit: 'ms'
    },
    judge(
      {
        name: 'accept.embedded.p99OverMedian',
        value: middle(({ ours }) => ours.p99Milliseconds / ours.medianMilliseconds),
        unit: 'times',
        rival: 'bare fastify',
        rivalValue: middle(({ bare }) => bare.p99Milliseconds / bare.medianMilliseconds)
      },
      '<= 5'
    ),
    judge({ name: 'accept.embedded.refused', value: refused, unit: 'requests' }, '<= 0')
  ]
}

function describe({ requestsPerSecond, medianMilliseconds, p99Milliseconds }: LoadResult): string {
  return `${requestsPerSecond.toFixed(0)}/s, median ${medianMilliseconds.toFixed(1)} ms, p99 ${p99Milliseconds.toFixed(1)} ms`
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!
}

/** Cascades as they come: times to the second, followers by a heavy tail. */
function makeBodies(): string[] {
  const random = new Random(4)
  return Array.from({ length: BODIES }, () => {
    const times = Array.from({ length: EVENTS - 1 }, () => Math.round(3600 * random.uniform() ** 2))
    const events = [0, ...times.sort((a, b) => a - b)].map(time => ({
      time,
      magnitude: Math.floor(30 / (1 - random.uniform()))
    }))
    return JSON.stringify({ events, window: 3600 })
  })
}

async function measure(start: () => Promise<Server>, bodies: readonly string[]): Promise<LoadResult> {
  const server = await start()
  try {
    return await runLoad({
      port: server.port,
      connections: CONNECTIONS,
      seconds: SECONDS,
      warmUpSeconds: WARM_UP_SECONDS,
      bodies
    })
  } finally {
    await server.stop()
  }
}

async function runLoad(request: LoadRequest): Promise<LoadResult> {
  const load = fork(new URL('./accept/load.ts', import.meta.url))
  const ended = hasEnded(load)
  const result = await new Promise<LoadResult>((resolve, reject) => {
    load.once('message', message => resolve(message as LoadResult))
    load.once('exit', code => reject(new Error(`the load ended with ${code}`)))
    load.send(request)
  })
  load.kill()
  await ended
  return result
}

async function startBare(): Promise<Server> {
  const server = fork(new URL('./accept/bare-server.ts', import.meta.url))
  const port = await new Promise<number>((resolve, reject) => {
    server.once('message', message => resolve((message as { port: number }).port))
    server.once('exit', code => reject(new Error(`bare fastify ended with ${code}`)))
  })
  return { port, stop: () => stop(server) }
}

async function startOurs(): Promise<Server> {
  const folder = mkdtempSync(join(tmpdir(), 'groundswell-accept-'))
  const server = spawn(process.execPath, ['app/main.ts', 'start', '--services=api'], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: {
      ...process.env,
      DATA_DIR: folder,
      PORT: '0',
      LOG_LEVEL: 'error',
      GROUNDSWELL_MAX_BACKLOG: '10000000'
    }
  })
  const port = await new Promise<number>((resolve, reject) => {
    let said = ''
    server.stderr.on('data', part => {
      said += part
      const found = /listens on http:\/\/127\.0\.0\.1:(\d+)/.exec(said)
      if (found) resolve(Number(found[1]))
    })
    server.once('exit', code => reject(new Error(`the service ended with ${code}`)))
  })
  return {
    port,
    async stop() {
      await stop(server)
      rmSync(folder, { recursive: true, force: true })
    }
  }
}

function hasEnded(child: ChildProcess): Promise<void> {
  return new Promise(resolve => child.once('exit', () => resolve()))
}

async function stop(child: ChildProcess): Promise<void> {
  const ended = hasEnded(child)
  child.kill('SIGKILL')
  await ended
}
