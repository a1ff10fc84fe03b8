import { findTimeFault } from '../../ports/event-time.ts'
import { invalidField } from '../../ports/invalid-field.ts'
import type { Provenance } from '../../ports/provenance.ts'
import type { FeedEntry } from '../../stores/event-intake.ts'
import { readLines } from '../batch.ts'
import { readJson } from '../http/body.ts'
import { type StreamedBody, tooLarge } from '../http/body-bytes.ts'
import type { Handlers } from '../http/call.ts'
import { operations } from '../http/contract.ts'
import { buildBodyCheck, MAX_FAULTS } from '../http/validate.ts'
import type { ApiWorld } from '../world.ts'

/** An event or a watermark, as the contract has checked it. */
interface SentEntry {
  readonly eventId: string
  readonly cascadeId: string
  readonly kind: 'post' | 'reshare'
  readonly time: number
  readonly magnitude: number
  readonly watermark?: number
  readonly isLast?: boolean
  readonly source?: string
  readonly provenance?: Provenance
}

const DEFAULT_SOURCE = 'api'

/** One's own feed, put on the stream. */
export function buildEventHandlers({ eventIntake, clock, settings }: ApiWorld): Pick<Handlers, 'postEvents'> {
  const operation = operations.find(({ id }) => id === 'postEvents')!
  const check = buildBodyCheck(operation.body!.schemas['application/json']!)

  async function readAll(body: StreamedBody): Promise<SentEntry[]> {
    const { bodyBytes, depth, bodySilentSeconds } = settings.limits
    const texts: Buffer[] = []
    let size = 0
    for await (const { bytes } of readLines(body.pieces(bodySilentSeconds), bodyBytes)) {
      size += bytes?.length ?? bodyBytes + 1
      if (bytes === null || size > bodyBytes) throw tooLarge(bodyBytes)
      texts.push(bytes)
    }
    // As the array that the same lines would make: faults are named alike.
    const whole = Buffer.concat([
      Buffer.from('['),
      ...texts.flatMap((text, index) => (index === 0 ? [text] : [Buffer.from(','), text])),
      Buffer.from(']')
    ])
    const { value } = readJson(whole, depth)
    check(value, whole.length)
    return value as SentEntry[]
  }

  return {
    async postEvents({ query, json, request }) {
      const { source = DEFAULT_SOURCE } = query
      const sent = json ? (json.value as SentEntry[]) : await readAll(request.body as StreamedBody)
      const entries = sent.map((entry): FeedEntry => toEntry(entry, source))
      refuseTimes(sent, clock.now() / 1_000, settings.limits.futureSeconds)
      await eventIntake.append(entries)
      const events = entries.filter(({ is }) => is === 'event').length
      return { status: 202, body: { events, watermarks: entries.length - events } }
    }
  }
}

/** Throws Failure('invalid-field') that names each entry whose time the collector would refuse, up to a bound. */
function refuseTimes(sent: readonly SentEntry[], now: number, futureSeconds: number): void {
  const faults: { field: string; reason: string }[] = []
  let count = 0
  for (const [index, { watermark, time }] of sent.entries()) {
    const reason = findTimeFault(watermark ?? time, now, futureSeconds)
    if (reason === null) continue
    count++
    if (faults.length < MAX_FAULTS)
      faults.push({ field: `/${index}/${watermark === undefined ? 'time' : 'watermark'}`, reason })
  }
  const [first] = faults
  if (first === undefined) return
  const others = count > 1 ? ` (and ${count - 1} more entries)` : ''
  throw invalidField(first.field, `${first.reason}${others}; nothing was taken`, faults)
}

function toEntry(entry: SentEntry, defaultSource: string): FeedEntry {
  const { watermark, source = defaultSource } = entry
  if (watermark !== undefined)
    return { is: 'watermark', source, time: watermark, isLast: entry.isLast ?? false }
  const { eventId, cascadeId, kind, time, magnitude, provenance = 'real' } = entry
  return { is: 'event', eventId, cascadeId, kind, time, magnitude, source, provenance }
}
