import { listTexts, quoteText } from '../file-fault.ts'
import { nameOf } from './number-reader.ts'
import type { TablePlan } from './record-reader.ts'
import type { TimeReading } from './time-reader.ts'

/** How a table was read. */
export interface TableReading {
  readonly plan: TablePlan
  readonly decimalMark: string | null
  /** Whether a column of kinds distinguishes posts and reshares. */
  readonly usesKinds: boolean
  /** The number of events whose followers are unknown. */
  readonly unknownFollowersCount: number
  readonly wasSorted: boolean
  readonly duplicateCount: number
}

/** Describes how a table was read, in sentences for the user to check. */
export function describeTable(reading: TableReading): readonly string[] {
  const { plan, decimalMark, usesKinds, unknownFollowersCount, wasSorted, duplicateCount } = reading
  const { columns, delimiter, hasHeading, times } = plan
  const name = (place: number) =>
    hasHeading ? quoteText(columns.headings[place] ?? '') : `column ${columns.headings[place]}`
  const ignored =
    columns.kind === null || usesKinds
      ? columns.ignored
      : [...columns.ignored, columns.headings[columns.kind] ?? '']
  const optional = [
    columns.followers === null ? null : `, followers from ${name(columns.followers)}`,
    columns.cascade === null ? null : `, cascades from ${name(columns.cascade)}`,
    columns.id === null ? null : `, ids from ${name(columns.id)}`,
    columns.author === null ? null : `, authors from ${name(columns.author)}`,
    columns.kind === null || !usesKinds ? null : `, kinds from ${name(columns.kind)}`
  ]
  const marks = decimalMark === ',' ? `, with a decimal ${nameOf(decimalMark)}` : ''
  return [
    `Times from ${name(columns.time)}${optional.filter(part => part !== null).join('')}.`,
    `Times read as ${describeTimes(times)}.`,
    columns.followers === null
      ? 'Followers unknown: there is no column of followers.'
      : unknownFollowersCount === 0
        ? null
        : `Followers unknown: ${unknownFollowersCount} ${unknownFollowersCount === 1 ? 'event' : 'events'}.`,
    delimiter === 'comma' && marks === '' ? null : `Cells separated by ${delimiter}${marks}.`,
    ignored.length === 0
      ? null
      : `Ignored: ${ignored.length === 1 ? 'column' : 'columns'} ${listTexts(ignored)}.`,
    wasSorted ? 'Rows were not in order of time: sorted.' : null,
    duplicateCount === 0
      ? null
      : `${duplicateCount} ${duplicateCount === 1 ? 'row' : 'rows'} left out: duplicate id.`
  ].filter(note => note !== null)
}

function describeTimes({ unit, origin, hasZone }: TimeReading): string {
  if (unit === 'date') return hasZone ? 'dates with a time zone' : 'dates without a time zone, taken as UTC'
  return origin === 'post' ? `${unit} since the post` : `${unit} of a clock, the first row being the post`
}
