import type { Client } from '../client/client.ts'
import type { components } from '../ports/contract/generated/types.ts'
import type { Progress } from './progress.ts'
import type { Terminal } from './terminal.ts'

type Replay = components['schemas']['Replay']
type ReplayReport = components['schemas']['ReplayReport']

const POLL_MILLISECONDS = 500
/** A replay has ended if no work is left for this long: a training starts some time after the outcomes it uses. */
const SETTLE_MILLISECONDS = 5_000

/** Waits until the replay and all work that follows from it have ended. Null: `stopping` fired before. */
export async function watchReplay(
  { replays }: Client,
  { id }: Replay,
  stopping: AbortSignal,
  terminal: Terminal
): Promise<ReplayReport | null> {
  let settledSince: number | null = null
  let shown = 0
  using resources = new DisposableStack()
  let progress: Progress | undefined
  while (!stopping.aborted) {
    const report = await replays.get(id)
    const { replay, waiting } = report
    if (replay.totalEvents !== null) {
      progress ??= resources.use(terminal.startProgress('replaying', replay.totalEvents))
      progress.advance(replay.events - shown)
      shown = replay.events
    }
    const isBusy = Object.values(waiting).some(count => count > 0)
    if (replay.finishedAt === null || isBusy) settledSince = null
    else settledSince ??= performance.now()
    if (
      settledSince !== null &&
      (replay.state === 'failed' || performance.now() - settledSince >= SETTLE_MILLISECONDS)
    )
      return report
    await new Promise(resolve => setTimeout(resolve, POLL_MILLISECONDS))
  }
  return null
}
