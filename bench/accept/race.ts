import { type ChildProcess, fork } from 'node:child_process'
import { Random } from '../../learners/random.ts'
import { median } from '../result.ts'
import type { LoadRequest, LoadResult } from './load.ts'

const ROUNDS = 5
const CONNECTIONS = 50
const EVENTS = 200
const BODIES = 64
const SECONDS = 4
const WARM_UP_SECONDS = 2

export interface AcceptServer {
  readonly port: number
  stop(): Promise<void>
}

/** Medians of the rounds; ratios of each round's own pair. */
export interface Acceptance {
  readonly requestsPerSecond: number
  readonly bareRequestsPerSecond: number
  readonly ratio: number
  readonly medianMilliseconds: number
  readonly p99Milliseconds: number
  readonly p99OverMedian: number
  readonly bareP99OverMedian: number
  /** The share of answers other than 202. */
  readonly refused: number
}

/**
 * POST /cascades with 200 events, durable before it is answered, beside the same route of bare fastify that validates
 * and stores nothing: one after the other, again and again, under the same load from a process on the same machine.
 */
export async function raceAcceptance(
  startOurs: () => Promise<AcceptServer>,
  log: (line: string) => void
): Promise<Acceptance> {
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
  return {
    requestsPerSecond: middle(({ ours }) => ours.requestsPerSecond),
    bareRequestsPerSecond: middle(({ bare }) => bare.requestsPerSecond),
    ratio: middle(({ bare, ours }) => ours.requestsPerSecond / bare.requestsPerSecond),
    medianMilliseconds: middle(({ ours }) => ours.medianMilliseconds),
    p99Milliseconds: middle(({ ours }) => ours.p99Milliseconds),
    p99OverMedian: middle(({ ours }) => ours.p99Milliseconds / ours.medianMilliseconds),
    bareP99OverMedian: middle(({ bare }) => bare.p99Milliseconds / bare.medianMilliseconds),
    refused: rounds.reduce((sum, { bare, ours }) => sum + bare.refused + ours.refused, 0)
  }
}

function describe({ requestsPerSecond, medianMilliseconds, p99Milliseconds }: LoadResult): string {
  return `${requestsPerSecond.toFixed(0)}/s, median ${medianMilliseconds.toFixed(1)} ms, p99 ${p99Milliseconds.toFixed(1)} ms`
}

/** Realistic cascades: times in whole seconds, followers with a heavy tail. */
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

async function measure(start: () => Promise<AcceptServer>, bodies: readonly string[]): Promise<LoadResult> {
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
  const load = fork(new URL('./load.ts', import.meta.url))
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

async function startBare(): Promise<AcceptServer> {
  const server = fork(new URL('./bare-server.ts', import.meta.url))
  const port = await new Promise<number>((resolve, reject) => {
    server.once('message', message => resolve((message as { port: number }).port))
    server.once('exit', code => reject(new Error(`bare fastify ended with ${code}`)))
  })
  return { port, stop: () => stop(server) }
}

function hasEnded(child: ChildProcess): Promise<void> {
  return new Promise(resolve => child.once('exit', () => resolve()))
}

export async function stop(child: ChildProcess): Promise<void> {
  const ended = hasEnded(child)
  child.kill('SIGKILL')
  await ended
}
