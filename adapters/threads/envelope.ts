/** A task, as it is sent to a thread. */
export interface Envelope {
  readonly module: string
  readonly name: string
  readonly payload: unknown
  /** Element BEGUN is 1 once the task runs, element CANCELED once it should stop. Null: it cannot be canceled. */
  readonly flags: Int32Array<SharedArrayBuffer> | null
}

export const BEGUN = 0
export const CANCELED = 1

/** The result of a task. An error of the function is data, so that only the death of a thread is a rejection. */
export type Outcome<Result = unknown> =
  | { readonly isOk: true; readonly value: Result }
  | { readonly isOk: false; readonly error: unknown }
