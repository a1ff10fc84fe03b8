import type { FeedEvent } from '../client/client.ts'
import { sleep } from '../client/sleep.ts'
import { buildBackoff } from '../ports/retry/backoff.ts'
import { service } from './service.ts'

interface FeedListener {
  readonly onEvent?: (event: FeedEvent) => void
  /** Called with the current state at once, and with every change. */
  readonly onState?: (state: 'open' | 'lost') => void
}

const listeners = new Set<FeedListener>()
let state: 'open' | 'lost' | null = null
let isFollowing = false
const backoff = buildBackoff({ firstDelayMs: 2_000, maxDelayMs: 60_000 }, { clock: { sleep } })

/** Subscribes to the feed. The whole page shares one connection. Returns the function that unsubscribes. */
export function followFeed(listener: FeedListener): () => void {
  listeners.add(listener)
  if (state !== null) listener.onState?.(state)
  if (!isFollowing) void follow()
  return () => listeners.delete(listener)
}

// The client reconnects by itself. It rejects only if the service refuses, which may also be temporary.
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
