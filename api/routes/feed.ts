import { Failure } from '../../ports/errors.ts'
import { toError } from '../../ports/to-error.ts'
import type { FeedEvent, FeedStart } from '../../stores/feed.ts'
import type { Prediction } from '../../stores/predictions.ts'
import type { ApiDependencies } from '../dependencies.ts'
import { type Call, type Handlers, hijacked } from '../http/call.ts'
import type { ReadClientAddress } from '../http/client-address.ts'
import { buildEventStream, type EventStreamWriter } from '../http/event-stream.ts'
import { buildOpenLimit } from '../http/open-limit.ts'
import { toPrediction } from '../represent.ts'

type FeedHandlers = Pick<Handlers, 'followFeed' | 'followPrediction'>

const ENDED = ['succeeded', 'failed', 'canceled']

/** Builds the handlers of the feeds (server-sent events). A reader needs only a cursor in memory, however far behind it is. */
export function buildFeedHandlers(
  { feed, predictions, settings, log }: ApiDependencies,
  addressOf: ReadClientAddress
): FeedHandlers {
  const { limits } = settings
  const openFeed = buildOpenLimit('feeds', limits.feeds)

  /** Streams events until `write` resolves, the reader disconnects or the service closes. */
  async function stream(
    call: Pick<Call<'followFeed'>, 'request' | 'reply' | 'keyName' | 'signal' | 'requestId'>,
    lastId: string | null,
    write: (events: EventStreamWriter, signal: AbortSignal) => Promise<void>
  ): Promise<typeof hijacked> {
    const { request, reply, keyName, signal } = call
    const close = openFeed({ keyName, address: addressOf(request.raw) })
    reply.raw.once('close', close)
    const events = buildEventStream(reply, limits.heartbeatSeconds, lastId)
    // HEAD ends after the headers.
    const writing =
      request.method === 'HEAD' ? Promise.resolve() : write(events, AbortSignal.any([signal, events.signal]))
    writing
      .catch(error => {
        if (!signal.aborted && !events.signal.aborted)
          log.warn('a feed ended early', { requestId: call.requestId, reason: toError(error).message })
      })
      .finally(events.end)
    return hijacked
  }

  /** Notifies a resuming reader of missed events. */
  async function sendGap(events: EventStreamWriter, { gap, token }: FeedStart): Promise<void> {
    if (gap === null) return
    // With the id of this event, the reader resumes without a second gap.
    const id = gap.reason === 'unknown-id' ? { id: token } : {}
    await events.send({ ...id, name: 'gap', data: JSON.stringify(gap) })
  }

  return {
    async followFeed(call) {
      const { topic, key } = call.query
      const start = await feed.start(readLastEventId(call.request.headers['last-event-id']))
      return stream(call, start.token, async (events, signal) => {
        await sendGap(events, start)
        for await (const event of feed.follow({ topic, key }, start.after, signal))
          await events.send(toEvent(event))
      })
    },

    async followPrediction(call) {
      const { predictionId } = call.path
      const lastEventId = readLastEventId(call.request.headers['last-event-id'])
      const start = await feed.start(lastEventId)
      const prediction = await predictions.get(predictionId)
      if (!prediction)
        throw new Failure('not-found', `there is no prediction '${predictionId}'`, { field: 'predictionId' })
      // A reader without a known event begins with the current state.
      const isFresh = lastEventId === null || start.gap?.reason === 'unknown-id'
      return stream(call, null, async (events, signal) => {
        await sendGap(events, start)
        if (isFresh) await events.send(toSnapshot(prediction, start.token))
        if (isFresh && prediction.finishedAt !== null) return
        for await (const event of feed.follow(
          { topic: 'predictions', key: predictionId },
          start.after,
          signal
        )) {
          await events.send(toEvent(event))
          const { state, generation } = readPayload(event)
          if (ENDED.includes(state ?? '') && (generation ?? 0) >= prediction.generation) return
        }
      })
    }
  }
}

function readLastEventId(header: string | string[] | undefined): string | null {
  return header === undefined ? null : String(header)
}

function toEvent(event: FeedEvent) {
  const { state } = readPayload(event)
  const name = event.topic === 'predictions' ? `prediction.${state}` : event.topic
  return { id: event.token, name, data: event.payload }
}

function toSnapshot(prediction: Prediction, token: string) {
  return {
    id: token,
    name: `prediction.${prediction.state}`,
    data: JSON.stringify(toPrediction(prediction))
  }
}

function readPayload({ payload }: FeedEvent): { readonly state?: string; readonly generation?: number } {
  return JSON.parse(payload)
}
