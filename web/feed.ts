import type { Prediction } from './service.ts'

/** A change of a prediction, as the feed tells it. */
export type PredictionChange = Pick<Prediction, 'id' | 'state'>

interface FeedListener {
  readonly onPrediction?: (change: PredictionChange) => void
  /** Called at once with the state as it is. */
  readonly onState?: (state: 'live' | 'lost') => void
}

const states = ['queued', 'running', 'succeeded', 'failed', 'canceled']
const listeners = new Set<FeedListener>()
let source: EventSource | null = null
let isLive: boolean | null = null

/** Listens to everything that changes, on one connection for the whole page. Gives what ends it. */
export function followFeed(listener: FeedListener): () => void {
  source ??= open()
  listeners.add(listener)
  if (isLive !== null) listener.onState?.(isLive ? 'live' : 'lost')
  return () => listeners.delete(listener)
}

// The browser resumes after the last id by itself, unless the service refused: then it is tried again here.
function open(): EventSource {
  const opened = new EventSource('/feed')
  opened.onopen = () => tell(true)
  opened.onerror = () => {
    tell(false)
    if (opened.readyState === EventSource.CLOSED)
      setTimeout(() => {
        source = open()
      }, 2_000)
  }
  for (const state of states)
    opened.addEventListener(`prediction.${state}`, event => {
      const change = JSON.parse(event.data) as PredictionChange
      for (const { onPrediction } of listeners) onPrediction?.(change)
    })
  return opened
}

function tell(live: boolean): void {
  isLive = live
  for (const { onState } of listeners) onState?.(live ? 'live' : 'lost')
}
