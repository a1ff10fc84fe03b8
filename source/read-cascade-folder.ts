import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Cascade } from '../predictors/cascade-size/cascade.ts'
import { EventBuffer } from './event-buffer.ts'
import { blameFile, InputError } from './input-error.ts'
import { type CascadeRange, readCascadeIndex } from './read-cascade-index.ts'
import { type RowBlock, readRows } from './read-rows.ts'

/** A cascade of a folder. `number`: its row in index.csv, from 0. */
export interface NumberedCascade {
  readonly number: number
  readonly cascade: Cascade
}

/**
 * Reads a folder of cascades (index.csv with data.csv or data.csv.gz, the original prototype's format) one by one, in
 * the order of the data. Memory: one cascade and the index. Throws InputError naming file, line and reason.
 * Cost: about 1 s for 2 million events.
 */
export async function* readCascadeFolder(folder: string): AsyncGenerator<NumberedCascade> {
  const dataFile = await findDataFile(folder)
  const indexFile = join(folder, 'index.csv')
  const cutter = new CascadeCutter(await readCascadeIndex(indexFile), indexFile, dataFile)
  for await (const block of readRows(dataFile, ['time', 'magnitude'])) yield* cutter.push(block)
  cutter.end()
}

/** Reads all of a folder and keeps nothing: how many cascades and events it holds. Throws InputError. */
export async function checkCascadeFolder(folder: string): Promise<{ cascades: number; events: number }> {
  const total = { cascades: 0, events: 0 }
  for await (const { cascade } of readCascadeFolder(folder)) {
    total.cascades++
    total.events += cascade.times.length
  }
  return total
}

async function findDataFile(folder: string): Promise<string> {
  let names: readonly string[]
  try {
    names = await readdir(folder)
  } catch (error) {
    throw blameFile(error, folder)
  }
  const found = ['data.csv', 'data.csv.gz'].filter(name => names.includes(name))
  if (!names.includes('index.csv')) throw new InputError(folder, null, 'no index.csv in this folder')
  if (found.length === 0) throw new InputError(folder, null, 'no data.csv or data.csv.gz in this folder')
  if (found.length === 2) throw new InputError(folder, null, 'both data.csv and data.csv.gz: keep one')
  return join(folder, found[0]!)
}

// Cuts the data's rows into cascades. Rows that belong to no cascade are passed over.
class CascadeCutter {
  #row = 0
  #next = 0
  readonly #events = new EventBuffer()
  readonly #ranges: readonly CascadeRange[]
  readonly #indexFile: string
  readonly #dataFile: string

  constructor(ranges: readonly CascadeRange[], indexFile: string, dataFile: string) {
    this.#ranges = ranges
    this.#indexFile = indexFile
    this.#dataFile = dataFile
  }

  *push({ firstLine, left, right }: RowBlock): Generator<NumberedCascade> {
    for (let i = 0; i < left.length; i++) {
      this.#row++
      const range = this.#ranges[this.#next]
      if (range === undefined || this.#row < range.startRow) continue
      this.#events.add(left[i]!, right[i]!, this.#dataFile, firstLine + i)
      if (this.#row < range.endRow) continue
      this.#next++
      yield { number: range.number, cascade: this.#events.take() }
    }
  }

  end(): void {
    const range = this.#ranges[this.#next]
    if (range === undefined) return
    const reason = `rows ${range.startRow} to ${range.endRow} lie beyond the data (${this.#row} rows)`
    throw new InputError(this.#indexFile, range.line, reason)
  }
}
