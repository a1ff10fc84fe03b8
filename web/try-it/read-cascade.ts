import type { Cascade } from '../events.ts'

/** What was pasted or dropped: events in order of time, from the post at 0. */
export interface ReadCascade extends Cascade {
  /** As the JSON says. */
  readonly windowSeconds: number | null
}

/**
 * Reads CSV (time, magnitude a line, with or without a heading) or JSON ([[time, magnitude], ...], [{time, magnitude}, ...]
 * or a body of POST /cascades). Throws Error that says where and what is wrong.
 */
export function readCascade(text: string): ReadCascade {
  const trimmed = text.trim()
  if (trimmed === '') throw new Error('Paste a cascade first, or pick an example.')
  const { pairs, windowSeconds } = /^[[{]/.test(trimmed) ? readJson(trimmed) : readCsv(trimmed)
  if (pairs.length === 0) throw new Error('There are no events.')
  pairs.forEach(([time, magnitude], i) => {
    const where = `Event ${i + 1}`
    if (!Number.isFinite(time) || time < 0) throw new Error(`${where}: the time must be a number from 0.`)
    if (!Number.isFinite(magnitude) || magnitude < 0)
      throw new Error(`${where}: the followers must be a number from 0.`)
  })
  const sorted = pairs.toSorted((a, b) => a[0] - b[0])
  if (sorted[0]![0] !== 0)
    throw new Error('The first event must be the post, at time 0. Times are seconds since the post.')
  return {
    times: sorted.map(([time]) => time),
    magnitudes: sorted.map(([, magnitude]) => magnitude),
    windowSeconds
  }
}

type Pairs = (readonly [time: number, magnitude: number])[]

function readCsv(text: string): { pairs: Pairs; windowSeconds: null } {
  const lines = text.split(/\r?\n/).filter(line => line.trim() !== '')
  const isHeading = /[a-z]/i.test(lines[0]!.replaceAll(/\de[+-]?\d/gi, ''))
  const offset = isHeading ? 1 : 0
  const pairs = lines.slice(offset).map((line, i) => {
    const fields = line.split(/[,;\t]/).map(field => field.trim())
    const [time, magnitude] = fields.map(Number)
    if (fields.length < 2 || fields.includes('') || Number.isNaN(time) || Number.isNaN(magnitude))
      throw new Error(`Line ${i + 1 + offset}: expected time,followers and found '${line.slice(0, 40)}'.`)
    return [time!, magnitude!] as const
  })
  return { pairs, windowSeconds: null }
}

function readJson(text: string): { pairs: Pairs; windowSeconds: number | null } {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw new Error(`This is no valid JSON: ${(cause as Error).message}`, { cause })
  }
  const body = Array.isArray(value) ? { events: value as unknown[] } : (value as Record<string, unknown>)
  if (!Array.isArray(body.events)) throw new Error("The JSON has no list of 'events'.")
  const pairs = body.events.map((event: unknown, i) => {
    if (Array.isArray(event)) return [Number(event[0]), Number(event[1])] as const
    if (typeof event === 'object' && event !== null && 'time' in event && 'magnitude' in event)
      return [Number(event.time), Number(event.magnitude)] as const
    throw new Error(`Event ${i + 1}: expected {"time", "magnitude"}.`)
  })
  const window = 'window' in body ? body.window : null
  return { pairs, windowSeconds: typeof window === 'number' ? window : null }
}
