/** What stands in the main part of the window until another page takes its place. */
export interface Page {
  readonly title: string
  readonly element: HTMLElement
  /** Ends its timers and listeners. */
  close(): void
}
