import { Failure } from '../../ports/errors.ts'
import type { FeedEvent } from '../../stores/feed.ts'
import type { Prediction } from '../../stores/predictions.ts'
import { type Call, type Handlers, hijacked } from '../http/call.ts'
import type { ReadClientAddress } from '../http/client-address.ts'
import { buildEventStream, type EventStreamWriter } from '../http/event-stream.ts'
import { buildOpenLimit } from '../http/open-limit.ts'
import { toPrediction } from '../represent.ts'
import type { ApiWorld } from '../world.ts'

type FeedHandlers = Pick<Handlers, 'followFeed' | 'followPrediction'>

const ENDED = ['succeeded', 'failed', 'canceled']

/** Server-sent events, read from the rows: a reader costs a cursor, however far behind it is. */
export function buildFeedHandlers(
  { feed, predictions, settings, log }: ApiWorld,
  addressOf: ReadClientAddress
): FeedHandlers {
  const { limits } = settings
  const openFeed = buildOpenLimit('feeds', limits.feeds)

  /** Writes until the work ends, the reader is gone or the service closes. */
  async function stream(
    call: Pick<Call<'followFeed'>, 'request' | 'reply' | 'keyName' | 'signal' | 'requestId'>,
    lastId: number | null,
    write: (events: EventStreamWriter, signal: AbortSignal) => Promise<void>
  ): Promise<typeof hijacked> {
    const { request, reply, keyName, signal } = call
    const close = openFeed({ keyName, address: addressOf(request.raw) })
    reply.raw.once('close', close)
    const events = buildEventStream(reply, limits.heartbeatSeconds, lastId)
    // A HEAD has seen all there is of a feed: its headers.
    const begin =
      request.method === 'HEAD' ? Promise.resolve() : write(events, AbortSignal.any([signal, events.signal]))
    begin
      .catch(error => {
        if (!signal.aborted && !events.signal.aborted)
          log.warn('a feed ended early', { requestId: call.requestId, reason: (error as Error).message })
      })
      .finally(events.end)
    return hijacked
  }

  /** Tells a reader that comes back too late that it has missed something. */
  async function tellGap(events: EventStreamWriter, after: number): Promise<void> {
    const oldest = await feed.oldest()
    if (after + 1 < oldest) await events.send({ name: 'gap', data: JSON.stringify({ oldest }) })
  }

  return {
    async followFeed(call) {
      const { topic, key } = call.query
      const resumeAfter = readLastEventId(call.request.headers['last-event-id'])
      const after = resumeAfter ?? (await feed.latest())
      return stream(call, after, async (events, signal) => {
        await tellGap(events, after)
        for await (const event of feed.follow({ topic, key }, after, signal))
          await events.send(toEvent(event))
      })
    },

    async followPrediction(call) {
      const { predictionId } = call.path
      const resumeAfter = readLastEventId(call.request.headers['last-event-id'])
      const after = resumeAfter ?? (await feed.latest())
      const prediction = await predictions.get(predictionId)
      if (!prediction)
        throw new Failure('not-found', `there is no prediction '${predictionId}' (any more)`, {
          field: 'predictionId'
        })
      // Who has no event yet begins with the state as it then is: nothing to resume after.
      return stream(call, null, async (events, signal) => {
        if (resumeAfter === null) await events.send(toSnapshot(prediction, after))
        else await tellGap(events, after)
        if (resumeAfter === null && prediction.finishedAt !== null) return
        for await (const event of feed.follow({ topic: 'predictions', key: predictionId }, after, signal)) {
          await events.send(toEvent(event))
          const { state, generation } = readPayload(event)
          if (ENDED.includes(state ?? '') && (generation ?? 0) >= prediction.generation) return
        }
      })
    }
  }
}

function readLastEventId(header: string | string[] | undefined): number | null {
  return header === undefined ? null : Number(header)
}

function toEvent(event: FeedEvent) {
  const { state } = readPayload(event)
  const name = event.topic === 'predictions' ? `prediction.${state}` : event.topic
  return { id: event.sequence, name, data: event.payload }
}

function toSnapshot(prediction: Prediction, sequence: number) {
  return {
    id: sequence,
    name: `prediction.${prediction.state}`,
    data: JSON.stringify(toPrediction(prediction))
  }
}

function readPayload({ payload }: FeedEvent): { readonly state?: string; readonly generation?: number } {
  return JSON.parse(payload)
}
