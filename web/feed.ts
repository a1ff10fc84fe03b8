import type { FeedEvent } from '../client/client.ts'
import { sleep } from '../client/sleep.ts'
import { buildBackoff } from '../ports/retry/backoff.ts'
import { service } from './service.ts'

interface FeedListener {
  readonly onEvent?: (event: FeedEvent) => void
  /** Called at once with the state as it is. */
  readonly onState?: (state: 'open' | 'lost') => void
}

const listeners = new Set<FeedListener>()
let state: 'open' | 'lost' | null = null
let isFollowing = false
const backoff = buildBackoff({ firstDelayMs: 2_000, maxDelayMs: 60_000 }, { clock: { sleep } })

/** Listens to everything that changes, on one connection for the whole page. Gives what ends it. */
export function followFeed(listener: FeedListener): () => void {
  listeners.add(listener)
  if (state !== null) listener.onState?.(state)
  if (!isFollowing) void follow()
  return () => listeners.delete(listener)
}

// Lost connections are the client's to repair. It ends only where the service refuses: that may pass as well.
async function follow(): Promise<void> {
  isFollowing = true
  try {
    for await (const event of service.events({ onConnection: showConnection })) {
      backoff.reset()
      for (const { onEvent } of listeners) onEvent?.(event)
    }
  } catch {
    showConnection('lost')
    await backoff.wait()
    void follow()
  }
}

function showConnection(now: 'open' | 'lost'): void {
  state = now
  for (const { onState } of listeners) onState?.(now)
}
