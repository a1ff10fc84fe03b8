import { readdir, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { CascadeGatherer, type UnknownFollowers } from '../../files/exports/cascade-gatherer.ts'
import type { ExportFormat } from '../../files/exports/export-reader.ts'
import { FileReader } from '../../files/file-reader.ts'
import type { TableAnswers } from '../../files/table/answers.ts'
import type { Cascade } from '../../predictors/cascade-size/cascade.ts'
import { addFileToError, InputError } from './input-error.ts'
import { openBytes } from './open-bytes.ts'
import { cutCascades } from './read-cascade-folder.ts'
import { readCascadeIndex } from './read-cascade-index.ts'

export interface ImportOptions {
  readonly answers: TableAnswers
  /** Undefined: detected, file by file. */
  readonly format?: ExportFormat | undefined
  readonly unknownFollowers?: UnknownFollowers | undefined
}

interface ImportedCascade extends Cascade {
  readonly name: string
}

interface Import {
  /** Yields the cascades of all files. Call it once. Throws InputError. */
  cascades(): AsyncGenerator<ImportedCascade>
  /** How the files were read and what was left out. Complete after all cascades were read. */
  notes(): readonly string[]
  leftOut(): Readonly<Record<string, number>>
}

/** Reads cascades from exports, data sets and tables. The posts and reshares of one cascade may be in several files. */
export function openImport(paths: readonly string[], options: ImportOptions): Import {
  const gatherer = new CascadeGatherer()
  const notes: string[] = []
  let leftOut: Readonly<Record<string, number>> = {}

  async function* readTable(file: string): AsyncGenerator<ImportedCascade> {
    const name = stemOf(file)
    const { format = null, answers } = options
    const reader = new FileReader(answers, { gatherer, file: { name, format } })
    try {
      for await (const piece of openBytes(file)) reader.push(piece)
      const content = reader.end()
      if (content.notes.length > 0) notes.push(`${basename(file)}: ${content.notes.join(' ')}`)
      for (const each of content.cascades) yield { ...pick(each), name: each.name ?? name }
    } catch (error) {
      throw addFileToError(error, file, reader.line)
    }
  }

  async function* readPair(index: string, data: string): AsyncGenerator<ImportedCascade> {
    const ranges = await readCascadeIndex(index)
    const addNotes = (own: readonly string[]) =>
      own.length > 0 && notes.push(`${basename(data)}: ${own.join(' ')}`)
    for await (const { number, cascade } of cutCascades(data, index, ranges, options.answers, addNotes))
      yield { name: `${stemOf(index)}/${number}`, ...cascade }
  }

  return {
    async *cascades() {
      const files = (await Promise.all(paths.map(listFiles))).flat()
      const pairs = new Map<string, string>()
      for (const file of files) {
        const data = await findData(file)
        if (data !== null) pairs.set(file, data)
      }
      const paired = new Set(pairs.values())
      for (const file of files) {
        const data = pairs.get(file)
        if (data !== undefined) yield* readPair(file, data)
        else if (!paired.has(file)) yield* readTable(file)
      }
      if (gatherer.isEmpty) return
      const gathered = gatherer.finish(options.unknownFollowers)
      notes.push(...gathered.notes)
      leftOut = gathered.leftOut
      for (const each of gathered.cascades) yield { ...pick(each), name: each.name ?? '' }
    },
    notes: () => notes,
    leftOut: () => leftOut
  }
}

function pick({ times, magnitudes, postAuthorId }: Cascade): Cascade {
  return { times, magnitudes, postAuthorId }
}

async function listFiles(path: string): Promise<readonly string[]> {
  try {
    if (!(await stat(path)).isDirectory()) return [path]
    const entries = await readdir(path, { withFileTypes: true, recursive: true })
    const files = entries.filter(
      entry => entry.isFile() && /\.(csv|tsv|txt|json|jsonl|ndjson|js)(\.gz)?$/i.test(entry.name)
    )
    if (files.length === 0)
      throw new InputError(path, null, 'the folder has no table or JSON file (csv, tsv, txt, json, jsonl)')
    return files.map(entry => join(entry.parentPath, entry.name)).toSorted()
  } catch (error) {
    throw addFileToError(error, path)
  }
}

/** Finds the data file of an index: data.csv of index.csv, news-data.csv of news-index.csv. Null: the file is no index. */
async function findData(file: string): Promise<string | null> {
  const name = basename(file)
  const found = /^(.*?)index(\.csv)(\.gz)?$/i.exec(name)
  if (found === null) return null
  for (const ending of ['.csv', '.csv.gz']) {
    const data = join(dirname(file), `${found[1]}data${ending}`)
    if (await stat(data).catch(() => null)) return data
  }
  throw new InputError(
    file,
    null,
    `the data file of this index is missing: put ${found[1]}data.csv in the same folder`
  )
}

function stemOf(file: string): string {
  return basename(file).replace(/(\.(csv|tsv|txt|json|jsonl|ndjson|js|gz))+$/i, '')
}
