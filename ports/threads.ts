import { Failure } from './errors.ts'

/**
 * Threads that run named functions of modules given as data: a caller names a module's URL and one of its exports,
 * and a thread imports it. So worker and trainer need not know which predictor is registered, nor app.
 *
 * A module that is run on threads exports its own URL (`export const moduleUrl = import.meta.url`), which holds
 * from .ts and from compiled .js alike.
 */
export interface Threads {
  /** How many tasks run at once. Further ones wait, first come first served. */
  readonly size: number
  /**
   * Runs a task on the next free thread; a thread runs one task at a time.
   * Rejects with what the function threw, with ThreadCrash when its thread died under it (only that task is
   * touched, and the next one gets a new thread), with the signal's reason when canceled, or with a Failure
   * `shutting-down` once closed.
   */
  run<Payload, Result>(task: Task<Payload>, options?: RunOptions): Promise<Result>
  /** Encodes a value once so that each thread decodes it once, whatever the number of tasks that use it. */
  share<Value>(value: Value): Shared<Value>
  /** Waits for the tasks that run, refuses those that wait, ends the threads. */
  close(): Promise<void>
}

export interface Task<Payload> {
  /** URL of the module. */
  readonly module: string
  /** Which of its exports, a ThreadFunction, to call. */
  readonly name: string
  /** Structured-clonable. A SharedArrayBuffer in it (a model's bytes) is not copied. */
  readonly payload: Payload
  /** ArrayBuffers of the payload that are moved instead of copied. */
  readonly transfer?: readonly ArrayBuffer[]
}

export interface RunOptions {
  /**
   * Cancels: a waiting task is dropped; a running one sees `thread.isCanceled` and is expected to return. One that
   * has not returned `graceSeconds` later has its thread ended.
   */
  readonly signal?: AbortSignal
  /** Default 1. */
  readonly graceSeconds?: number
}

/** What a module run on threads exports under the task's name. */
export type ThreadFunction<Payload, Result> = (payload: Payload, thread: Thread) => Result | Promise<Result>

/** What a function sees of the thread it runs on. */
export interface Thread {
  /** Node's number of the thread, unique in the process. */
  readonly id: number
  /** Read often: true once the task's signal has fired. */
  readonly isCanceled: boolean
  /** The result's ArrayBuffers that are moved to the caller instead of copied. Nothing kept may lie in them. */
  move(buffers: readonly ArrayBufferLike[]): void
  /** The shared value, decoded at its first use on this thread. Read only: later tasks see the same object. */
  open<Value>(shared: Shared<Value>): Value
  /** What `make` gave for this key on this thread; made again once KEPT_VALUES newer keys have been used. */
  keep<Value>(key: string, make: () => Value): Value
}

/** How many opened or kept values a thread holds on to; the one used longest ago goes first. */
export const KEPT_VALUES = 4

/** A value every thread can read, by its encoded bytes. Structured-clonable, itself never copied. */
export interface Shared<Value> {
  readonly key: string
  readonly bytes: SharedArrayBuffer
  /** Only a type: what `open` gives back. */
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
