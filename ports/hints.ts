/**
 * Notifies the other processes that rows may have changed. A hint may be late or lost, so a listener polls as well:
 * hints reduce latency, and correctness does not depend on them.
 */
export interface Hints {
  /** Sends one word. Hints of the same moment are sent together. */
  send(word: string): void
  /** Calls `listener` for hints of other processes, not for its own. Returns a function that unsubscribes. */
  listen(word: string, listener: () => void): () => void
}
