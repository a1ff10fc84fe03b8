import { Random } from '../../learners/random.ts'
import type { Started } from '../../test/harness/start.ts'

/** The guarantees given to clients, and the violations that were observed. */
export interface Traffic {
  /** Ids answered with 202, and the result they were first seen with. */
  readonly accepted: ReadonlyMap<string, string | null>
  /** Accepted predictions that the service lost. */
  readonly lost: ReadonlySet<string>
  /** One key with two predictions, or one prediction with two results. */
  readonly doubled: ReadonlySet<string>
  readonly promotions: number
  readonly trainings: number
  /** Reads one prediction. Returns whether it has ended. */
  look(id: string): Promise<boolean>
  /** Sends no more requests. Resolves when the running ones have ended. */
  stop(): Promise<void>
}

const SUBMITTERS = 8
const READERS = 2
const REQUEST_MILLISECONDS = 10_000
const PREDICTOR_VERSIONS = [1, 2]

/** Clients of a service that is killed repeatedly. Each retries with its idempotency key until it gets an answer. */
export function startTraffic(service: Started, seed: number): Traffic {
  const accepted = new Map<string, string | null>()
  const lost = new Set<string>()
  const doubled = new Set<string>()
  const root = new Random(seed)
  let isStopped = false
  let promotions = 0
  let trainings = 0

  async function ask(path: string, method = 'GET', body?: unknown, headers: Record<string, string> = {}) {
    try {
      const response = await service.request(path, {
        method,
        signal: AbortSignal.timeout(REQUEST_MILLISECONDS),
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) }
      })
      return { status: response.status, body: (await response.json()) as Record<string, unknown> }
    } catch {
      // The service was killed during the request: it is unknown whether the request took effect.
      return null
    }
  }

  async function submit(random: Random, name: string): Promise<void> {
    for (let count = 0; !isStopped; count++) {
      const key = `${name}-${count}`
      const events = [0, ...Array.from({ length: 10 + random.integer(40) }, () => random.uniform() * 300)]
      const cascade = {
        id: `cascade-${key}`,
        window: 300,
        events: events
          .sort((a, b) => a - b)
          .map(time => ({ time, magnitude: Math.floor(30 / (1 - random.uniform())) }))
      }
      const ids = new Set<string>()
      // Sent twice on purpose: the second answer must name the same prediction, across any number of kills.
      for (let answers = 0; answers < 2 && !isStopped; ) {
        const answer = await ask('/cascades', 'POST', cascade, { 'idempotency-key': key })
        if (answer?.status === 202) {
          answers++
          ids.add(String(answer.body.id))
        } else await pause(20)
      }
      for (const id of ids) if (!accepted.has(id)) accepted.set(id, null)
      if (ids.size > 1) doubled.add(key)
      if (random.uniform() < 0.2) {
        await ask(`/cascades/cascade-${key}/outcome`, 'PUT', {
          finalSize: events.length + random.integer(100)
        })
      }
    }
  }

  async function look(id: string): Promise<boolean> {
    const answer = await ask(`/predictions/${id}`)
    if (answer?.status === 404) lost.add(id)
    if (answer?.status !== 200) return false
    const { state, result } = answer.body
    if (state === 'queued' || state === 'running') return false
    const seen = JSON.stringify([state, result])
    if ((accepted.get(id) ?? seen) !== seen) doubled.add(id)
    accepted.set(id, seen)
    return true
  }

  async function read(random: Random): Promise<void> {
    while (!isStopped) {
      const ids = [...accepted.keys()]
      if (ids.length > 0) await look(ids[random.integer(ids.length)]!)
      await pause(10)
    }
  }

  async function promote(): Promise<void> {
    for (let count = 0; !isStopped; count++) {
      const version = PREDICTOR_VERSIONS[count % 2]
      const answer = await ask(`/models/${version}/promote`, 'POST', { reason: 'to and fro', actor: 'bench' })
      if (answer?.status === 200) promotions++
      await pause(200)
    }
  }

  async function train(): Promise<void> {
    while (!isStopped) {
      const answer = await ask('/training', 'POST', { reason: 'under fire' })
      if (answer?.status === 202) trainings++
      await pause(1000)
    }
  }

  const running = [
    ...Array.from({ length: SUBMITTERS }, (_, index) => submit(root.split(index), `s${index}`)),
    ...Array.from({ length: READERS }, (_, index) => read(root.split(100 + index))),
    promote(),
    train()
  ]
  return {
    accepted,
    lost,
    doubled,
    get promotions() {
      return promotions
    },
    get trainings() {
      return trainings
    },
    look,
    async stop() {
      isStopped = true
      await Promise.all(running)
    }
  }
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, milliseconds))
}
