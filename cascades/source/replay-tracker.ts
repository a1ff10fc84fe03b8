import type { Clock } from '../../ports/clock.ts'
import type { Replay, ReplayPosition, ReplayProgress, Replays } from '../rows/replays.ts'

export const LEASE_SECONDS = 10
const SAVE_MILLISECONDS = 1_000

/** The replay was stopped, or another source claimed it after its lease expired. */
export class ReplayTaken extends Error {
  override readonly name = 'ReplayTaken'
}

/** Renews a replay's lease and stores its progress, once a second. */
interface ReplayTracker {
  /** Aborts with ReplayTaken when the replay was stopped or another source has claimed it. */
  readonly signal: AbortSignal
  /** Stores the position at which a round begins or resumes. Resolves once it is stored. */
  begin(place: ReplayPosition, totals: Pick<ReplayProgress, 'totalEvents' | 'totalCascades'>): Promise<void>
  sent(events: number, posts: number): void
  /** Resolves once the progress is stored. */
  close(): Promise<void>
}

export function startReplayTracker(
  { replays, clock, owner }: { readonly replays: Replays; readonly clock: Clock; readonly owner: string },
  replay: Replay
): ReplayTracker {
  const taken = new AbortController()
  const closing = new AbortController()
  let { place, progress } = replay

  async function save(): Promise<void> {
    if (place === null || taken.signal.aborted) return
    if (!(await replays.advance(replay.id, owner, LEASE_SECONDS, place, progress)))
      taken.abort(new ReplayTaken(`replay ${replay.id} was stopped or taken over`))
  }

  async function keep(): Promise<void> {
    while (!closing.signal.aborted) {
      await clock.sleep(SAVE_MILLISECONDS, closing.signal)
      // A failed save is repeated next time. If the lease expires meanwhile, the next save detects that.
      await save().catch(() => {})
    }
  }

  const keeping = keep()
  return {
    signal: taken.signal,
    async begin(begun, totals) {
      place = begun
      progress = { ...progress, ...totals }
      await save()
      taken.signal.throwIfAborted()
    },
    sent(events, posts) {
      place = { ...place!, taken: place!.taken + events }
      progress = { ...progress, events: progress.events + events, cascades: progress.cascades + posts }
    },
    async close() {
      closing.abort()
      await keeping
      await save()
    }
  }
}
