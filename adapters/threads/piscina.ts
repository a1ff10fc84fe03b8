import { serialize } from 'node:v8'
import { Piscina } from 'piscina'
import { Failure } from '../../ports/errors.ts'
import { type RunOptions, type Shared, type Task, ThreadCrash, type Threads } from '../../ports/threads.ts'
import { BEGUN, CANCELED, type Envelope, type Outcome } from './envelope.ts'

export interface ThreadsOptions {
  readonly size: number
  /** Maximum JavaScript heap of a thread. A thread that exceeds it crashes without the process. */
  readonly heapMegabytes?: number
}

/** Builds a pool that starts up to `size` threads, each when a task needs it. */
export function buildThreads({ size, heapMegabytes }: ThreadsOptions): Threads {
  let pool: Piscina | null = null
  let isClosed = false
  let shares = 0

  function startPool(): Piscina {
    const extension = import.meta.url.endsWith('.ts') ? '.ts' : '.js'
    return new Piscina({
      filename: new URL(`./entry${extension}`, import.meta.url).href,
      // The first task starts one thread. Another starts only if all are busy. Idle threads do not end.
      minThreads: 1,
      maxThreads: size,
      idleTimeout: Number.POSITIVE_INFINITY,
      ...(heapMegabytes === undefined ? {} : { resourceLimits: { maxOldGenerationSizeMb: heapMegabytes } })
    })
  }

  async function run<Payload, Result>(
    task: Task<Payload>,
    { signal, graceSeconds = 1 }: RunOptions = {}
  ): Promise<Result> {
    signal?.throwIfAborted()
    if (isClosed) throw new Failure('shutting-down', 'the threads are closed')
    pool ??= startPool()
    const { module, name, payload, transfer = [] } = task
    const cancellation = signal === undefined ? null : watchSignal(signal, graceSeconds)
    const envelope: Envelope = { module, name, payload, flags: cancellation?.flags ?? null }
    const outcome = await dispatch<Result>(pool, envelope, transfer, cancellation?.end ?? null)
    cancellation?.dispose()
    signal?.throwIfAborted()
    if (outcome.isOk) return outcome.value
    throw outcome.error
  }

  /** Returns the outcome of the function, or an error if its thread died. */
  async function dispatch<Result>(
    pool: Piscina,
    envelope: Envelope,
    transfer: readonly ArrayBuffer[],
    end: AbortSignal | null
  ): Promise<Outcome<Result>> {
    try {
      // `never`: the library derives the type of transferList from an overload that newer typings have reordered.
      return await pool.run(envelope, { transferList: [...transfer] as never, signal: end })
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause)
      // The caller passed a payload that cannot be cloned; no thread died.
      if (cause instanceof Error && cause.name === 'DataCloneError') return { isOk: false, error: cause }
      if (isClosed && cause instanceof Error && cause.name === 'AbortError')
        return { isOk: false, error: new Failure('shutting-down', 'the threads are closed', { cause }) }
      return { isOk: false, error: new ThreadCrash(envelope.name, reason, { cause }) }
    }
  }

  return {
    size,
    run,
    share<Value>(value: Value): Shared<Value> {
      const encoded = serialize(value)
      const bytes = new SharedArrayBuffer(encoded.length)
      new Uint8Array(bytes).set(encoded)
      return { key: `shared-${++shares}`, bytes }
    },
    async close() {
      isClosed = true
      await pool?.close({ force: true })
    }
  }
}

/**
 * Sets a flag that the task can read while it computes. Ends the thread if the task has not begun, or if it does not
 * return within `graceSeconds`.
 */
function watchSignal(signal: AbortSignal, graceSeconds: number) {
  const flags = new Int32Array(new SharedArrayBuffer(8))
  const end = new AbortController()
  let timer: NodeJS.Timeout | undefined
  const cancel = () => {
    Atomics.store(flags, CANCELED, 1)
    if (Atomics.load(flags, BEGUN) === 0) end.abort()
    else timer = setTimeout(() => end.abort(), graceSeconds * 1000)
  }
  signal.addEventListener('abort', cancel, { once: true })
  const dispose = () => {
    signal.removeEventListener('abort', cancel)
    clearTimeout(timer)
  }
  return { flags, end: end.signal, dispose }
}
