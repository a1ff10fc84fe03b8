import { FileFault, listTexts } from '../file-fault.ts'
import type { TableAnswers } from '../table/answers.ts'
import type { Records } from '../table/split-records.ts'
import { TableCascades, type TableContent } from '../table/table-cascades.ts'
import { isObject, type JsonObject } from './parse-json.ts'

interface JsonEvents extends TableContent {
  /** The window that the JSON states. */
  readonly windowSeconds: number | null
  /** Other members that were not used. */
  readonly ignored: readonly string[]
}

/**
 * Reads events in JSON: [[time, followers], ...], [{time, magnitude}, ...], without followers where they are unknown, or a body of POST /cascades. Throws FileFault
 * with the number of the event.
 */
export function readJsonEvents(value: unknown, answers: TableAnswers, eventLimit: number): JsonEvents {
  const lists = toLists(value)
  if (lists !== null) return joinLists(lists.map(list => readJsonEvents(list, answers, eventLimit)))
  const body: unknown = Array.isArray(value) ? { events: value } : toRows(value)
  const events = isObject(body) ? body.events : null
  if (!isObject(body) || !Array.isArray(events))
    throw new FileFault("the JSON must be a list of events or an object with a list of 'events'")
  if (events.length === 0) throw new FileFault('there are no events')
  const windowSeconds = readWindow(body)
  const ignored = Object.keys(body).filter(key => !['events', 'windowSeconds', 'window'].includes(key))
  try {
    return {
      ...new TableCascades(answers, eventLimit).readRecords(toRecords(events)),
      windowSeconds,
      ignored
    }
  } catch (error) {
    throw nameEvent(error)
  }
}

/** Recognises a list of cascades, as R writes a list of data frames: [[{...}, ...], ...]. */
function toLists(value: unknown): readonly unknown[] | null {
  const isList = (each: unknown) => Array.isArray(each) && each.length > 0 && each.every(isObject)
  return Array.isArray(value) && value.length > 0 && value.every(isList) ? value : null
}

function joinLists(contents: readonly JsonEvents[]): JsonEvents {
  const [first] = contents
  if (first === undefined) throw new FileFault('there are no events')
  const cascades = contents.flatMap((content, i) =>
    content.cascades.map(each => ({ ...each, name: String(i) }))
  )
  return {
    ...first,
    cascades,
    unknownFollowersCount: contents.reduce((count, each) => count + each.unknownFollowersCount, 0),
    wasSorted: contents.some(({ wasSorted }) => wasSorted),
    duplicateCount: contents.reduce((count, { duplicateCount }) => count + duplicateCount, 0)
  }
}

/** Converts columns, as some data frames are written, to rows: {"time": [...], "magnitude": [...]}. */
function toRows(value: unknown): unknown {
  if (!isObject(value) || value.events !== undefined) return value
  const columns = Object.entries(value)
  const [first] = columns
  const count = Array.isArray(first?.[1]) ? first[1].length : 0
  if (count === 0 || columns.length < 2) return value
  if (!columns.every(([, cells]) => Array.isArray(cells) && cells.length === count)) return value
  const rows = Array.from({ length: count }, (_, i) =>
    Object.fromEntries(columns.map(([name, cells]) => [name, Array.isArray(cells) ? cells[i] : null]))
  )
  return { events: rows }
}

/** `window` is the old name of `windowSeconds`. */
function readWindow({ window: old, windowSeconds }: JsonObject): number | null {
  const window = windowSeconds ?? old
  if (old !== undefined && old !== null && old !== window)
    throw new FileFault(
      `windowSeconds is ${JSON.stringify(window)}, but window, its old name, is ${JSON.stringify(old)}: send only windowSeconds`
    )
  if (window === undefined || window === null) return null
  if (typeof window === 'number') return window
  throw new FileFault(`windowSeconds must be a number of seconds (got ${JSON.stringify(window)})`)
}

/** Converts events to records with a heading. Events are numbered from 1, as lines are. */
function toRecords(events: readonly unknown[]): Records {
  const numbers = events.map((_, i) => i + 1)
  if (events.every(Array.isArray))
    return { records: events.map((event: readonly unknown[]) => event.map(toCell)), lines: numbers }
  const objects = events.map((event, i) => {
    if (isObject(event)) return flatten(event)
    throw new FileFault('expected {"time", "magnitude"}', { line: i + 1 })
  })
  const headings = [...new Set(objects.flatMap(object => [...object.keys()]))]
  const records = objects.map(object => headings.map(heading => toCell(object.get(heading) ?? null)))
  return { records: [headings, ...records], lines: [1, ...numbers] }
}

/** {a: {b: 1}} -> 'a.b': 1. */
function flatten(object: JsonObject, prefix = ''): Map<string, unknown> {
  const flat = new Map<string, unknown>()
  for (const [key, value] of Object.entries(object)) {
    if (isObject(value)) for (const [name, inner] of flatten(value, `${prefix}${key}.`)) flat.set(name, inner)
    else flat.set(`${prefix}${key}`, value)
  }
  return flat
}

/** Keeps a number in quotes a text, as POST /cascades does. */
function toCell(value: unknown): string {
  if (typeof value === 'string') return /^[\s\d.,eE+-]*$/.test(value) && value !== '' ? `"${value}"` : value
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value)
}

function nameEvent(error: unknown): unknown {
  if (!(error instanceof FileFault) || error.line === null) return error
  return new FileFault(`event ${error.line}: ${error.reason}`, { question: error.question })
}

export function describeIgnored(ignored: readonly string[]): string | null {
  return ignored.length === 0 ? null : `Ignored members beside the events: ${listTexts(ignored)}.`
}
