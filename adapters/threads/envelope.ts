/** What goes to a thread. */
export interface Envelope {
  readonly module: string
  readonly name: string
  readonly payload: unknown
  /** At BEGUN: 1 once the task runs. At CANCELED: 1 once it should stop. Null: it cannot be canceled. */
  readonly flags: Int32Array<SharedArrayBuffer> | null
}

export const BEGUN = 0
export const CANCELED = 1

/** What comes back: what the function threw is data here, so that only a thread's death is a rejection. */
export type Outcome =
  | { readonly isOk: true; readonly value: unknown }
  | { readonly isOk: false; readonly error: unknown }
