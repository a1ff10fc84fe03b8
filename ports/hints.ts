/**
 * Says to the other processes that there may be something new in the rows. A hint may be late or lost, so that whoever
 * listens looks by himself now and then: it makes things sooner, never right.
 */
export interface Hints {
  /** One word. Those of the same moment are gathered. */
  send(word: string): void
  /** Notified of what others sent, not of one's own. Returns the way to stop. */
  listen(word: string, listener: () => void): () => void
}
