import type { FeedEntry } from '../../../cascades/rows/event-intake.ts'
import { Failure } from '../../../ports/errors.ts'
import { findTimeFault } from '../../../ports/event-time.ts'
import { invalidField } from '../../../ports/invalid-field.ts'
import { readLines } from '../../batch.ts'
import type { ApiDependencies } from '../../dependencies.ts'
import { readJson } from '../../http/body.ts'
import { requireStreamedBody, type StreamedBody, tooLarge } from '../../http/body-bytes.ts'
import type { Handlers, JsonBody } from '../../http/call.ts'
import { operations } from '../../http/contract.ts'
import { CLOUD_EVENT, readMediaType } from '../../http/media-type.ts'
import { type BodyCheck, buildBodyCheck, MAX_FAULTS } from '../../http/validate.ts'
import { listCloudEvents, readCloudEvent, type SentEntry, type WatermarkEntry } from '../cloud-events.ts'

const DEFAULT_SOURCE = 'api'

/** Builds the handler that puts a caller's events on the stream. */
export function buildEventHandlers({
  eventIntake,
  clock,
  settings
}: ApiDependencies): Pick<Handlers, 'postEvents'> {
  const operation = operations.find(({ id }) => id === 'postEvents')!
  const check: BodyCheck<readonly SentEntry[]> = buildBodyCheck(operation.body!.schemas['application/json']!)

  async function readAll(body: StreamedBody): Promise<readonly SentEntry[]> {
    const { bodyBytes, depth, bodySilentSeconds } = settings.limits
    const texts: Buffer[] = []
    const numbers: number[] = []
    let size = 0
    for await (const { bytes, number } of readLines(body.pieces(bodySilentSeconds), bodyBytes)) {
      size += bytes?.length ?? bodyBytes + 1
      if (bytes === null || size > bodyBytes) throw tooLarge(bodyBytes)
      texts.push(bytes)
      numbers.push(number)
    }
    // The lines are checked as one array, so that faults have the same fields as in a JSON body.
    const whole = Buffer.concat([
      Buffer.from('['),
      ...texts.flatMap((text, index) => (index === 0 ? [text] : [Buffer.from(','), text])),
      Buffer.from(']')
    ])
    let json: JsonBody
    try {
      json = readJson(whole, depth)
    } catch (error) {
      // A line is not JSON: parse each line, so that the error has its line number in the request.
      if (error instanceof Failure && error.field === undefined)
        for (const [index, text] of texts.entries()) readJson(text, depth, numbers[index])
      throw error
    }
    check(json)
    return json.value
  }

  return {
    async postEvents({ query, json, request }) {
      const { source = DEFAULT_SOURCE } = query
      const { name } = readMediaType(request.headers['content-type'] ?? '')
      const cloudEvents = json && listCloudEvents(name, json.value)
      const sent: readonly SentEntry[] =
        cloudEvents?.map(readCloudEvent) ??
        (json ? (json.value as SentEntry[]) : await readAll(requireStreamedBody(request.body)))
      const entries = sent.map((entry): FeedEntry => toEntry(entry, source))
      const toPointer = (index: number, isWatermark: boolean): string => {
        if (name === CLOUD_EVENT) return '/data/time'
        if (cloudEvents) return `/${index}/data/time`
        return `/${index}/${isWatermark ? 'watermark' : 'time'}`
      }
      refuseTimes(sent, { now: clock.now() / 1_000, futureSeconds: settings.limits.futureSeconds, toPointer })
      await eventIntake.append(entries)
      const events = entries.filter(({ is }) => is === 'event').length
      return { status: 202, body: { events, watermarks: entries.length - events } }
    }
  }
}

/** Throws Failure('invalid-field') with at most MAX_FAULTS entries whose time the collector would reject. */
function refuseTimes(
  sent: readonly SentEntry[],
  against: {
    readonly now: number
    readonly futureSeconds: number
    readonly toPointer: (index: number, isWatermark: boolean) => string
  }
): void {
  const { now, futureSeconds, toPointer } = against
  const faults: { field: string; reason: string }[] = []
  let count = 0
  for (const [index, entry] of sent.entries()) {
    const isWatermark = isWatermarkEntry(entry)
    const reason = findTimeFault(isWatermark ? entry.watermark : entry.time, now, futureSeconds)
    if (reason === null) continue
    count++
    if (faults.length < MAX_FAULTS) faults.push({ field: toPointer(index, isWatermark), reason })
  }
  const [first] = faults
  if (first === undefined) return
  const others = count > 1 ? ` (and ${count - 1} more entries)` : ''
  throw invalidField(first.field, `${first.reason}${others}; no entry was stored`, faults)
}

function toEntry(entry: SentEntry, defaultSource: string): FeedEntry {
  const { source = defaultSource } = entry
  if (isWatermarkEntry(entry))
    return { is: 'watermark', source, time: entry.watermark, isLast: entry.isLast ?? false }
  const { eventId, cascadeId, kind, time, magnitude = null, authorId, provenance = 'real' } = entry
  const author = authorId === undefined ? {} : { authorId }
  return { is: 'event', eventId, cascadeId, kind, time, magnitude, ...author, source, provenance }
}

function isWatermarkEntry(entry: SentEntry): entry is WatermarkEntry {
  return 'watermark' in entry && entry.watermark !== undefined
}
