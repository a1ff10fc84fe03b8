import { Failure } from './errors.ts'

/**
 * Threads that run functions named by a module's URL and an export; a thread imports the module. So worker and trainer
 * import neither app nor the registered predictors.
 *
 * A module that runs on threads exports its own URL (`export const moduleUrl = import.meta.url`), which is right for .ts
 * and for compiled .js.
 */
export interface Threads {
  /** How many tasks run at the same time. Further tasks wait, in order of arrival. */
  readonly size: number
  /**
   * Runs a task on the next free thread; a thread runs one task at a time.
   * Rejects with the error that the function threw, with ThreadCrash when its thread died (other tasks are not affected,
   * and the next one gets a new thread), with the signal's reason when canceled, or with Failure('shutting-down') once
   * closed.
   */
  run<Payload, Result>(task: Task<Payload>, options?: RunOptions): Promise<Result>
  /** Encodes a value once; each thread decodes it once, for all tasks that use it. */
  share<Value>(value: Value): Shared<Value>
  /** Awaits running tasks, rejects waiting tasks, ends the threads. */
  close(): Promise<void>
}

export interface Task<Payload> {
  /** URL of the module. */
  readonly module: string
  /** The name of the export to call, a ThreadFunction. */
  readonly name: string
  /** Structured-clonable. A SharedArrayBuffer in it (a model's bytes) is not copied. */
  readonly payload: Payload
  /** ArrayBuffers of the payload that are moved instead of copied. */
  readonly transfer?: readonly ArrayBuffer[]
}

export interface RunOptions {
  /**
   * Cancels the task: a waiting one is dropped; a running one sees `thread.isCanceled` and should return. Its thread is
   * ended when it has not returned after `graceSeconds`.
   */
  readonly signal?: AbortSignal
  /** Default 1. */
  readonly graceSeconds?: number
}

/** The export of a module that a task names. */
export type ThreadFunction<Payload, Result> = (payload: Payload, thread: Thread) => Result | Promise<Result>

/** The thread, for a function that runs on it. */
export interface Thread {
  /** Node's number of the thread, unique in the process. */
  readonly id: number
  /** True once the task's signal has fired. Read it often. */
  readonly isCanceled: boolean
  /** Moves these ArrayBuffers of the result to the caller instead of copying them. No kept value may use them. */
  move(buffers: readonly ArrayBufferLike[]): void
  /** Returns the shared value, decoded at its first use on this thread. Do not change it: later tasks get the same object. */
  open<Value>(shared: Shared<Value>): Value
  /** Returns the cached value of this key on this thread, or makes it. Values of KEPT_VALUES keys are kept. */
  keep<Value>(key: string, make: () => Value): Value
}

/** How many opened or kept values a thread caches; the least recently used one is evicted. */
export const KEPT_VALUES = 4

/** A value that every thread can decode. Structured-clonable; its bytes are shared, not copied. */
export interface Shared<Value> {
  readonly key: string
  readonly bytes: SharedArrayBuffer
  /** Never set: carries the type of `open`. */
  readonly value?: Value
}

/** The thread of a task died: out of memory, process.exit, an uncaught error outside the function's promise. */
export class ThreadCrash extends Failure {
  readonly task: string

  constructor(task: string, reason: string, details: { readonly cause?: unknown } = {}) {
    super('thread-crashed', `the thread running ${task} died: ${reason}`, details)
    this.name = 'ThreadCrash'
    this.task = task
  }
}
