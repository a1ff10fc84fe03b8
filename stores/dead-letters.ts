import type { Page, PageRequest } from './page.ts'

export interface DeadLetter {
  readonly id: string
  readonly queue: string
  readonly body: string
  readonly reason: string
  /** The failed prediction; null for a message that could not be read. */
  readonly predictionId: string | null
  readonly createdAt: number
  readonly redrivenAt: number | null
}

export type Redriven =
  | { readonly is: 'not-found' }
  /** It was redriven before, or its prediction is not failed any more. */
  | { readonly is: 'refused'; readonly letter: DeadLetter }
  | { readonly is: 'done'; readonly letter: DeadLetter }

/** Failed jobs and unreadable messages, with their reason. */
export interface DeadLetters {
  /** An unreadable message drained from a queue. The same id twice is one letter. */
  add(letter: {
    readonly id: string
    readonly queue: string
    readonly body: string
    readonly reason: string
  }): Promise<void>
  get(id: string): Promise<DeadLetter | null>
  /** Newest first; by default only those not redriven. */
  list(
    filter: { readonly queue?: string | undefined; readonly includeRedriven?: boolean | undefined },
    page: PageRequest
  ): Promise<Page<DeadLetter>>
  count(): Promise<number>
  /** A failed prediction is retried in a new generation; an unreadable message goes to its queue again. */
  redrive(id: string): Promise<Redriven>
  sweep(before: number, limit: number): Promise<number>
}
