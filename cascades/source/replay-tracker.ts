import type { Clock } from '../../ports/clock.ts'
import type { Replay, ReplayPosition, ReplayProgress, Replays } from '../rows/replays.ts'

export const LEASE_SECONDS = 10
const SAVE_MILLISECONDS = 1_000

/** The replay is no longer this source's: stopped, or taken over after a silence. */
export class ReplayTaken extends Error {
  override readonly name = 'ReplayTaken'
}

/** Keeps a replay's lease and notes how far it has come, once a second. */
interface ReplayTracker {
  /** Fires with ReplayTaken when the replay is another's by now. */
  readonly signal: AbortSignal
  /** A round's beginning, or where it continues; resolves once noted. */
  begin(place: ReplayPosition, totals: Pick<ReplayProgress, 'totalEvents' | 'totalCascades'>): Promise<void>
  sent(events: number, posts: number): void
  /** Resolves once all is noted. */
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
      // What cannot be noted now is noted next time; a lease that runs out meanwhile is found lost then.
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
