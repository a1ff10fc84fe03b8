import { followFeed } from '../feed.ts'
import { type Prediction, service } from '../service.ts'

const finalStates: readonly Prediction['state'][] = ['succeeded', 'failed', 'canceled']
// Needed only if the feed is unavailable: it sends each change at once.
const POLL_MS = 2_000

interface RunOptions {
  readonly onState: (state: Prediction['state']) => void
  readonly signal: AbortSignal
}

/** Submits and follows a prediction. Resolves once it has ended, or with null if it was aborted before. */
export async function runPrediction(
  submit: () => Promise<{ readonly id: string }>,
  { onState, signal }: RunOptions
): Promise<Prediction | null> {
  let wake = () => {}
  let id = ''
  const stop = followFeed({ onEvent: ({ name, data }) => (name === 'gap' || data.id === id) && wake() })
  signal.addEventListener('abort', () => wake())
  try {
    id = (await submit()).id
    for (;;) {
      const prediction = await service.predictions.get(id)
      if (signal.aborted) return null
      onState(prediction.state)
      if (finalStates.includes(prediction.state)) return prediction
      await new Promise<void>(resolve => {
        const timer = setTimeout(resolve, POLL_MS)
        wake = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    }
  } finally {
    stop()
  }
}
