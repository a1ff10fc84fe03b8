import { Failure } from '../../ports/errors.ts'
import type { Log } from '../../ports/log.ts'
import type { Metrics } from '../../ports/metrics.ts'
import type { Delivery, JobQueue, QueueConsumer } from '../../ports/queue.ts'
import {
  type Task,
  type Thread,
  ThreadCrash,
  type ThreadFunction,
  type Threads
} from '../../ports/threads.ts'
import type { Calibration } from '../../stores/calibrations.ts'
import type { ClaimedPrediction, Ending, Postponement } from '../../stores/predictions.ts'
import type { JobRows } from '../../worker/running-jobs.ts'

/** Predictions in memory: the jobs of a worker and what it wrote for them. */
interface MemoryRows extends JobRows {
  /** Stores a job and returns the body of its message. */
  insert(job: Partial<ClaimedPrediction> & { readonly id: string; readonly input: string }): string
  cancel(id: string): void
  readonly endings: Map<string, Ending>
  readonly postponements: Postponement[]
  readonly released: string[]
}

export function buildMemoryRows(): MemoryRows {
  const rows = new Map<string, ClaimedPrediction & { state: string }>()
  const listeners = new Set<(id: string) => void>()
  const endings = new Map<string, Ending>()
  const postponements: Postponement[] = []
  const released: string[] = []
  return {
    endings,
    postponements,
    released,
    insert(job) {
      const times = { createdAt: Date.now(), deadlineAt: Date.now() + 60_000 }
      const row = {
        generation: 1,
        attempt: 0,
        owner: 'test',
        predictor: 'faulty',
        subject: null,
        slice: null,
        ...times
      }
      rows.set(job.id, { ...row, pinnedVersion: null, requestId: null, ...job, state: 'queued' })
      return JSON.stringify({ id: job.id, generation: 1 })
    },
    cancel(id) {
      rows.get(id)!.state = 'canceled'
      for (const listener of listeners) listener(id)
    },
    claim: async messages =>
      messages.flatMap(({ id }) => {
        const row = rows.get(id)
        if (row?.state !== 'queued') return []
        row.state = 'running'
        return [{ ...row, attempt: row.attempt + 1 }]
      }),
    finish: async list =>
      list.map(ending => {
        const row = rows.get(ending.claim.id)!
        if (row.state !== 'running') return 'stale'
        row.state = ending.state
        endings.set(ending.claim.id, ending)
        return 'written'
      }),
    postpone: async list => {
      postponements.push(...list)
      return list.map(() => 'written')
    },
    release: async list => {
      for (const { id } of list) {
        rows.get(id)!.state = 'queued'
        released.push(id)
      }
      return list.map(() => 'written')
    },
    renew: async () => [],
    lost: async claims => claims.filter(({ id }) => rows.get(id)?.state !== 'running').map(({ id }) => id),
    onCanceled(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    }
  }
}

interface MemoryQueue extends JobQueue {
  send(...bodies: string[]): void
  /** How each delivery was settled, by its body. */
  readonly settled: Map<string, 'done' | 'released' | string>
}

/** Delivers at once. A released message is not delivered again. */
export function buildMemoryQueue(): MemoryQueue {
  const settled = new Map<string, string>()
  const waiting: string[] = []
  let handler: ((delivery: Delivery) => void) | null = null
  const deliver = () => {
    while (handler && waiting.length > 0) {
      const body = waiting.shift()!
      const settle = (how: string) => () => {
        if (settled.has(body)) throw new Error(`settled twice: ${body}`)
        settled.set(body, how)
      }
      const reject = (reason: string) => settle(`rejected: ${reason}`)()
      handler({
        id: body,
        body,
        isRedelivered: false,
        done: settle('done'),
        release: settle('released'),
        reject
      })
    }
  }
  const consumer: QueueConsumer = {
    pause: async () => {
      handler = null
    },
    close: async () => {}
  }
  return {
    settled,
    send(...bodies) {
      waiting.push(...bodies)
      deliver()
    },
    declare: async () => {},
    publish: async (_queue, messages) => void waiting.push(...messages.map(({ body }) => body.toString())),
    consume: async (_queue, _options, onDelivery) => {
      handler = onDelivery
      deliver()
      return consumer
    },
    consumeDeadLetters: async () => consumer,
    depth: async () => ({ ready: waiting.length, inHand: 0 }),
    check: async () => {},
    close: async () => {}
  }
}

/** `consume` fails `times` times with 'queue-unavailable' before it succeeds. */
export function buildFailingQueue(times: number): MemoryQueue {
  const queue = buildMemoryQueue()
  let left = times
  const consume: JobQueue['consume'] = (...args) => {
    if (left-- > 0) return Promise.reject(new Failure('queue-unavailable', 'away'))
    return queue.consume(...args)
  }
  return { ...queue, consume }
}

/** Each of the named writes fails `times` times before it succeeds. */
export function makeDatabaseFail<Rows extends object>(
  rows: Rows,
  names: readonly (keyof Rows)[],
  times: number
): Rows {
  const failing = { ...rows }
  for (const name of names) {
    let left = times
    const real = rows[name] as (...args: unknown[]) => Promise<unknown>
    failing[name] = ((...args: unknown[]) =>
      left-- > 0
        ? Promise.reject(new Failure('database-unavailable', 'away'))
        : real(...args)) as Rows[typeof name]
  }
  return failing
}

/** Runs tasks on this thread. `crashes` decides from the payload whether the thread crashes. */
export function buildInlineThreads(
  size: number,
  crashes: (payload: unknown) => boolean = () => false
): Threads & { readonly tasks: Task<unknown>[] } {
  const tasks: Task<unknown>[] = []
  const kept = new Map<string, unknown>()
  let next = 0
  return {
    size,
    tasks,
    async run<Payload, Result>(task: Task<Payload>): Promise<Result> {
      tasks.push(task)
      if (crashes(task.payload)) throw new ThreadCrash(task.name, 'as ordered')
      const module = (await import(task.module)) as Record<string, ThreadFunction<Payload, Result>>
      const thread: Thread = {
        id: next++ % size,
        isCanceled: false,
        move() {},
        open: () => {
          throw new Error('nothing is shared')
        },
        keep<Value>(key: string, make: () => Value): Value {
          if (!kept.has(key)) kept.set(key, make())
          return kept.get(key) as Value
        }
      }
      return module[task.name]!(task.payload, thread)
    },
    share: () => {
      throw new Error('nothing is shared')
    },
    close: async () => {}
  }
}

export const silentLog: Log = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  child: () => silentLog
}

/** Calibrations in memory. `put` notifies the worker as the store does, unless `isSilent`: the hint was lost. */
export function buildMemoryCalibrations() {
  const rows = new Map<number, Calibration>()
  const listeners = new Set<() => void>()
  let reads = 0
  return {
    put(version: number, text: string, learnedAt: number, { isSilent } = { isSilent: false }): void {
      rows.set(version, { predictor: 'faulty', version, calibration: text, cases: 3, learnedAt })
      if (!isSilent) for (const listener of listeners) listener()
    },
    remove: (version: number) => void rows.delete(version),
    get reads() {
      return reads
    },
    list: async () => {
      reads++
      return [...rows.values()]
    },
    find: async (_predictor: string, version: number) => rows.get(version) ?? null,
    onPut(listener: () => void) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    }
  }
}

/** The logged lines. */
export function buildMemoryLog(): Log & { readonly lines: { message: string; fields: unknown }[] } {
  const lines: { message: string; fields: unknown }[] = []
  const write = (message: string, fields?: unknown) => void lines.push({ message, fields })
  const log = { debug: write, info: write, warn: write, error: write, lines, child: () => log }
  return log
}

/** Sums of counters and last values of gauges, by name and labels. */
export function buildMemoryMetrics(): Metrics & { readonly values: Map<string, number> } {
  const values = new Map<string, number>()
  const key = (name: string, labels = {}) => [name, ...Object.values(labels)].join(' ')
  const add = (name: string) => (value: number, labels?: Readonly<Record<string, string | number>>) =>
    void values.set(key(name, labels), (values.get(key(name, labels)) ?? 0) + value)
  return {
    values,
    counter: name => ({ add: add(name) }),
    gauge: name => ({ set: (value, labels) => void values.set(key(name, labels), value) }),
    histogram: name => ({ observe: (_value, labels) => add(name)(1, labels) }),
    render: async () => ({ contentType: 'text/plain', body: '' })
  }
}
