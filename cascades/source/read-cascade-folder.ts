import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { CascadeBuilder } from '../../files/cascade-builder.ts'
import { TextReader } from '../../files/decode-text.ts'
import type { TableAnswers } from '../../files/table/answers.ts'
import { describeTable } from '../../files/table/describe-table.ts'
import type { TablePlan, TableRow } from '../../files/table/record-reader.ts'
import { TableReader } from '../../files/table/table-reader.ts'
import type { Cascade } from '../../predictors/cascade-size/cascade.ts'
import { addFileToError, InputError } from './input-error.ts'
import { openBytes } from './open-bytes.ts'
import { readFileContent } from './read-cascade-file.ts'
import { type CascadeRange, readCascadeIndex } from './read-cascade-index.ts'

/** A cascade of a folder. `number` is its row in index.csv, from 0. */
export interface NumberedCascade {
  readonly number: number
  readonly cascade: Cascade
}

/**
 * Reads the cascades of a folder (index.csv with data.csv or data.csv.gz, the original prototype's format) one by one, in
 * the order of the data. Memory: one cascade and the index. Also reads a table of several cascades, which must fit in
 * memory. Throws InputError with file, line and reason. Cost: about 1 s for a million events.
 */
export async function* readCascadeFolder(
  folder: string,
  answers: TableAnswers = {},
  onNotes: (notes: readonly string[]) => void = () => {}
): AsyncGenerator<NumberedCascade> {
  if (await isFile(folder)) {
    const { cascades, notes } = await readFileContent(folder, answers)
    onNotes(notes)
    yield* cascades.map(({ times, magnitudes, postAuthorId }, number) => ({
      number,
      cascade: { times, magnitudes, postAuthorId }
    }))
    return
  }
  const dataFile = await findDataFile(folder)
  const indexFile = join(folder, 'index.csv')
  yield* cutCascades(dataFile, indexFile, await readCascadeIndex(indexFile), answers, onNotes)
}

/** Reads the cascades of a data file one by one, at the rows that an index gives. Throws InputError. */
export async function* cutCascades(
  dataFile: string,
  indexFile: string,
  ranges: readonly CascadeRange[],
  answers: TableAnswers,
  onNotes: (notes: readonly string[]) => void
): AsyncGenerator<NumberedCascade> {
  const text = new TextReader()
  const cutter = new CascadeCutter(ranges, answers)
  try {
    for await (const piece of openBytes(dataFile)) yield* cutter.drain(() => cutter.push(text.push(piece)))
    yield* cutter.drain(() => cutter.end(text.end()))
  } catch (error) {
    throw addFileToError(error, dataFile, text.line)
  }
  const missing = cutter.missingRange
  if (missing === null) {
    onNotes(cutter.notes)
    return
  }
  const reason = `rows ${missing.startRow} to ${missing.endRow} lie beyond the data (${cutter.rowCount} rows)`
  throw new InputError(indexFile, missing.line, reason)
}

/** Validates a folder and counts its cascades and events. Throws InputError. */
export async function checkCascadeFolder(
  folder: string,
  answers: TableAnswers = {}
): Promise<{ cascades: number; events: number; notes: readonly string[] }> {
  const total: { cascades: number; events: number; notes: readonly string[] } = {
    cascades: 0,
    events: 0,
    notes: []
  }
  const onNotes = (notes: readonly string[]) => {
    total.notes = notes
  }
  for await (const { cascade } of readCascadeFolder(folder, answers, onNotes)) {
    total.cascades++
    total.events += cascade.times.length
  }
  return total
}

async function isFile(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => null)
  return found?.isFile() ?? false
}

async function findDataFile(folder: string): Promise<string> {
  let names: readonly string[]
  try {
    names = await readdir(folder)
  } catch (error) {
    throw addFileToError(error, folder)
  }
  const found = ['data.csv', 'data.csv.gz'].filter(name => names.includes(name))
  if (!names.includes('index.csv')) throw new InputError(folder, null, 'no index.csv in this folder')
  if (found.length === 0) throw new InputError(folder, null, 'no data.csv or data.csv.gz in this folder')
  if (found.length === 2) throw new InputError(folder, null, 'both data.csv and data.csv.gz: keep one')
  return join(folder, found[0]!)
}

// Splits the rows of the data file into cascades. Skips rows that belong to no cascade.
class CascadeCutter {
  rowCount = 0
  #next = 0
  #ready: NumberedCascade[] = []
  #wasSorted = false
  #duplicateCount = 0
  #unknownFollowersCount = 0
  readonly #builder = new CascadeBuilder()
  readonly #reader: TableReader
  readonly #ranges: readonly CascadeRange[]

  constructor(ranges: readonly CascadeRange[], answers: TableAnswers) {
    this.#ranges = ranges
    this.#reader = new TableReader({ assumeSeconds: true, ...answers }, row => this.#add(row))
  }

  /** The first range that the data did not fill. */
  get missingRange(): CascadeRange | null {
    return this.#ranges[this.#next] ?? null
  }

  /** Sentences that describe how the data was read; empty for the documented format. */
  get notes(): readonly string[] {
    const { plan, decimalMark } = this.#reader
    const isPlain = !this.#wasSorted && this.#unknownFollowersCount === 0
    if (plan === null || (isDocumented(plan) && isPlain)) return []
    return describeTable({
      plan,
      decimalMark,
      usesKinds: true,
      unknownFollowersCount: this.#unknownFollowersCount,
      wasSorted: this.#wasSorted,
      duplicateCount: this.#duplicateCount
    })
  }

  push(text: string): void {
    this.#reader.push(text)
  }

  end(text: string): void {
    this.#reader.push(text)
    this.#reader.end()
  }

  /** Yields the cascades that `read` completes. Throws an error of `read` after them. */
  *drain(read: () => void): Generator<NumberedCascade> {
    let fault: unknown
    try {
      read()
    } catch (error) {
      fault = error
    }
    const ready = this.#ready
    this.#ready = []
    yield* ready
    if (fault !== undefined) throw fault
  }

  #add(row: TableRow): void {
    this.rowCount++
    const range = this.#ranges[this.#next]
    if (range === undefined || this.rowCount < range.startRow) return
    this.#builder.add(row)
    if (this.rowCount < range.endRow) return
    this.#next++
    const built = this.#builder.take(this.#reader.plan?.times.origin ?? 'post')
    const { times, magnitudes, wasSorted, duplicateCount, unknownFollowersCount } = built
    const postAuthorId = built.postAuthorId ?? range.postAuthorId
    this.#wasSorted ||= wasSorted
    this.#duplicateCount += duplicateCount
    this.#unknownFollowersCount += unknownFollowersCount
    this.#ready.push({ number: range.number, cascade: { times, magnitudes, postAuthorId } })
  }
}

/** The documented format: time,magnitude with times in seconds since the post. */
function isDocumented({ columns, delimiter, times }: TablePlan): boolean {
  return columns.headings.join() === 'time,magnitude' && delimiter === 'comma' && times.origin === 'post'
}
