import { serialize } from 'node:v8'
import { Piscina } from 'piscina'
import { Failure } from '../../ports/errors.ts'
import { type RunOptions, type Shared, type Task, ThreadCrash, type Threads } from '../../ports/threads.ts'
import { BEGUN, CANCELED, type Envelope, type Outcome } from './envelope.ts'

export interface ThreadsOptions {
  readonly size: number
  /** A thread that needs more JavaScript heap than this crashes alone, instead of the process. */
  readonly heapMegabytes?: number
}

/** Starts threads as tasks need them, so that a process which needs fewer does not pay for more. */
export function buildThreads({ size, heapMegabytes }: ThreadsOptions): Threads {
  let pool: Piscina | null = null
  let isClosed = false
  let shares = 0

  function startPool(): Piscina {
    const extension = import.meta.url.endsWith('.ts') ? '.ts' : '.js'
    return new Piscina({
      filename: new URL(`./entry${extension}`, import.meta.url).href,
      // One for the first task; another only when all have work. None is ended for being idle.
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
    const outcome = await dispatch(pool, envelope, transfer, cancellation?.end ?? null)
    cancellation?.dispose()
    signal?.throwIfAborted()
    if (outcome.isOk) return outcome.value as Result
    throw outcome.error
  }

  /** What the function ended with; in its place what befell its thread. */
  async function dispatch(
    pool: Piscina,
    envelope: Envelope,
    transfer: readonly ArrayBuffer[],
    end: AbortSignal | null
  ): Promise<Outcome> {
    try {
      // The library derives the list's type from an overload that newer typings have reordered.
      return await pool.run(envelope, { transferList: [...transfer] as never, signal: end })
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause)
      // A payload that cannot be cloned is the caller's fault; nothing died.
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
 * Tells the task by a flag it can read while it computes; ends its thread when it has not begun, or does not return
 * in time.
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
