/** One owner at a time, among all processes: 'relay.feed', 'reaper', 'trainer.<predictor>'. */
export interface Leases {
  /** Takes a free or run-out one, or renews one's own; false when another holds it. */
  take(name: string, owner: string, seconds: number): Promise<boolean>
  /** Lets go of one's own. */
  drop(name: string, owner: string): Promise<void>
  holder(name: string): Promise<{ readonly owner: string; readonly until: number } | null>
  /** Forgets all: at the start of the only process there is (embedded), whose predecessor is dead. */
  clear(): Promise<void>
}
