/** The content of the main part of the window. */
export interface Page {
  readonly title: string
  readonly element: HTMLElement
  /** Ends its timers and listeners. */
  close(): void
}
