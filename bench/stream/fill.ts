import { eventsTopic } from '../../app/topics.ts'
import { Random } from '../../learners/random.ts'
import { writeEvent, writeWatermark } from '../../ports/messages.ts'
import { openParts } from './open-parts.ts'

/** What a stream is filled with: `cascades` at once, each of `events` events, all within `seconds` of event time. */
export interface Filling {
  readonly cascades: number
  readonly events: number
  readonly seconds: number
}

const BATCH = 10_000
const BEGIN = 1_700_000_000
const source = 'bench'

/** Run as a process of its own: the folder, then a Filling as JSON. */
const [folder, filling] = process.argv.slice(2) as [string, string]
const { cascades, events, seconds } = JSON.parse(filling) as Filling
const { stream, close } = await openParts(folder)
const total = cascades * events
const random = new Random(1)
const partitions = await stream.partitions(eventsTopic)
for (let from = 0; from < total; from += BATCH) {
  const until = Math.min(total, from + BATCH)
  const messages = []
  for (let index = from; index < until; index++) {
    // Posts first, then reshares in rounds: all are open together.
    const cascadeId = `https://example.test/post/${index % cascades}`
    const time = BEGIN + Math.round((index / total) * seconds * 1e3) / 1e3
    const kind = index < cascades ? 'post' : 'reshare'
    const magnitude = Math.floor(10 / (1e-4 + random.uniform()))
    messages.push({
      key: cascadeId,
      value: writeEvent({ eventId: `event-${index}`, cascadeId, kind, time, magnitude, source })
    })
  }
  await stream.append(eventsTopic, messages)
  const value = writeWatermark({ source, time: BEGIN + (until / total) * seconds, isLast: false })
  await Promise.all(
    Array.from({ length: partitions }, (_, partition) =>
      stream.append(eventsTopic, [{ key: source, value }], { partition })
    )
  )
}
await close()
