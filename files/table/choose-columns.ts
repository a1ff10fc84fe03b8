import { FileFault, listTexts, quoteText } from '../file-fault.ts'
import type { AnswerName, TableAnswers, TimeUnitName } from './answers.ts'
import { type ColumnRole, isCount, readHeading } from './column-names.ts'
import { isNumeric } from './number-reader.ts'
import { parseDate } from './parse-date.ts'

/** The places of the columns, from 0. */
export interface Columns {
  readonly time: number
  readonly timeUnit: TimeUnitName | null
  /** Null: the table has none, so all followers are unknown. */
  readonly followers: number | null
  /** Followers are whole numbers; a magnitude need not be. */
  readonly isCount: boolean
  readonly cascade: number | null
  readonly id: number | null
  readonly kind: number | null
  /** Ids of the authors. */
  readonly author: number | null
  /** The heading of every column, or its number. */
  readonly headings: readonly string[]
  readonly ignored: readonly string[]
}

export type Table = readonly (readonly string[])[]

/** Whether a first record is a heading: it names a known column or contains a word. */
export function isHeading(record: readonly string[]): boolean {
  return record.some(
    cell => readHeading(cell) !== null || (cell !== '' && !isNumeric(cell) && parseDate(cell) === null)
  )
}

/** Finds the columns by the names of the heading. Throws FileFault with a question if the names are ambiguous. */
export function chooseByHeading(headings: readonly string[], line: number, answers: TableAnswers): Columns {
  const ignore = (answers.ignoreColumns ?? []).map(name => findNamed(headings, name, 'ignoreColumns', line))
  const meanings = headings.map((heading, place) => (ignore.includes(place) ? null : readHeading(heading)))
  const placesOf = (role: ColumnRole) => [...meanings.keys()].filter(place => meanings[place]?.role === role)
  const choose = (role: ColumnRole, answer: AnswerName & `${string}Column`, words: string): number => {
    const stated = answers[answer]
    if (stated !== undefined) return findNamed(headings, stated, answer, line)
    const [first, ...others] = placesOf(role)
    if (first !== undefined && others.length === 0) return first
    const names = headings.filter(heading => heading !== '')
    const choices = first === undefined ? names : [first, ...others].map(place => headings[place] ?? '')
    const reason =
      first === undefined
        ? `no column for the ${words} among ${listTexts(names)}. State the column of the ${words}`
        : `${listTexts(choices)} may each be the ${words}. State the column of the ${words}`
    throw new FileFault(reason, { line, question: { answer, choices } })
  }
  const time = choose('time', 'timeColumn', 'times')
  const hasFollowers = answers.followersColumn !== undefined || placesOf('followers').length > 0
  const followers = hasFollowers ? choose('followers', 'followersColumn', 'followers') : null
  if (time === followers)
    throw new FileFault(
      `column ${quoteText(headings[time] ?? '')} cannot be both the times and the followers`,
      { line }
    )
  const optional = (role: ColumnRole): number | null => {
    const free = placesOf(role).filter(place => place !== time && place !== followers)
    return free.length === 1 ? (free[0] ?? null) : null
  }
  const cascade =
    answers.cascadeColumn === undefined
      ? optional('cascade')
      : findNamed(headings, answers.cascadeColumn, 'cascadeColumn', line)
  const id = cascade === optional('id') ? null : optional('id')
  return build(headings, {
    time,
    timeUnit: meanings[time]?.unit ?? null,
    followers,
    isCount: followers !== null && isCount(headings[followers] ?? ''),
    cascade,
    id,
    kind: optional('kind'),
    author: optional('author')
  })
}

/** Finds the columns of a table without a heading: one of times, or two of which only one can be the times. Throws FileFault. */
export function chooseByValues(table: Table, line: number, answers: TableAnswers): Columns {
  const width = Math.max(...table.map(row => row.length))
  const headings = Array.from({ length: width }, (_, place) => String(place + 1))
  if (answers.timeColumn !== undefined && answers.followersColumn !== undefined)
    return chooseByHeading(headings, line, answers)
  const ask = (words: string) =>
    new FileFault(
      `the table has no heading and ${words}. Add a first line such as time,followers, or state the column of the times`,
      {
        line,
        question: { answer: 'timeColumn', choices: headings }
      }
    )
  if (width === 1) return build(headings, { ...noColumns, time: 0 })
  if (width !== 2) throw ask(`${width} column${width === 1 ? '' : 's'}`)
  const stated = answers.timeColumn ?? answers.followersColumn
  const candidates = stated === undefined ? [0, 1].filter(place => holdsTimes(table, place)) : []
  if (stated === undefined && candidates.length !== 1)
    throw ask(
      candidates.length === 0
        ? 'no column holds times that begin with the post'
        : 'both columns may hold the times'
    )
  const named =
    stated === undefined
      ? 0
      : findNamed(headings, stated, answers.timeColumn === undefined ? 'followersColumn' : 'timeColumn', line)
  const time =
    stated === undefined ? (candidates[0] ?? 0) : answers.timeColumn === undefined ? 1 - named : named
  return build(headings, { ...noColumns, time, followers: 1 - time, isCount: true })
}

const noColumns = {
  timeUnit: null,
  followers: null,
  isCount: false,
  cascade: null,
  id: null,
  kind: null,
  author: null
}

/** Whether a column has dates, clock times or numbers that rise from the post at 0. */
function holdsTimes(table: Table, place: number): boolean {
  const cells = table.map(row => row[place] ?? '')
  if (cells.every(cell => parseDate(cell) !== null)) return true
  const values = cells.filter(isNumeric).map(cell => Number(cell.replace(',', '.')))
  if (values.length === 0) return false
  const isClock = values.every(value => value >= 631_152_000)
  const rises = values.every((value, i) => i === 0 || value >= (values[i - 1] ?? 0))
  return isClock || (rises && values[0] === 0)
}

function build(headings: readonly string[], chosen: Omit<Columns, 'headings' | 'ignored'>): Columns {
  const { time, followers, cascade, id, kind, author } = chosen
  const used = new Set([time, followers, cascade, id, kind, author])
  return { ...chosen, headings, ignored: headings.filter((_, place) => !used.has(place)) }
}

function findNamed(headings: readonly string[], name: string, answer: AnswerName, line: number): number {
  const wanted = name.trim().toLowerCase()
  const places = [...headings.keys()].filter(place => headings[place]?.toLowerCase() === wanted)
  const [place, ...others] = places
  if (place !== undefined && others.length === 0) return place
  throw new FileFault(
    place === undefined
      ? `there is no column ${quoteText(name)} among ${listTexts(headings)}`
      : `${places.length} columns are called ${quoteText(name)}: rename one`,
    { line, question: { answer, choices: headings.filter(heading => heading !== '') } }
  )
}
