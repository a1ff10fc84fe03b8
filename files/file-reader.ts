import { maxEvents } from './cascade-builder.ts'
import { TextReader } from './decode-text.ts'
import { CascadeGatherer } from './exports/cascade-gatherer.ts'
import {
  detectExport,
  type ExportFile,
  ExportLines,
  isDocument,
  parseDocument,
  readExportDocument
} from './exports/export-reader.ts'
import { FileFault } from './file-fault.ts'
import { describeIgnored, readJsonEvents } from './json/json-events.ts'
import type { TableAnswers } from './table/answers.ts'
import { describeTable } from './table/describe-table.ts'
import { type NamedCascade, TableCascades } from './table/table-cascades.ts'

/** The content of a file, and sentences that describe how it was read. */
export interface FileContent {
  readonly cascades: readonly NamedCascade[]
  readonly notes: readonly string[]
  /** The window that a JSON body states. */
  readonly windowSeconds: number | null
}

export interface FileReaderOptions {
  /** Maximum number of events of one cascade. */
  readonly eventLimit?: number
  readonly file?: ExportFile
  /** Collects the posts and reshares of an export across several files. The content is then empty. */
  readonly gatherer?: CascadeGatherer
}

/** A JSON document must fit in one string. */
const MAX_JSON_LENGTH = 400_000_000

interface PiecewiseReader {
  push(text: string): void
}

/**
 * Reads the bytes of a file, piece by piece: a table, events in JSON, or the export of a network. The page, the command
 * line and the API all use this reader. Throws FileFault.
 */
export class FileReader {
  readonly #answers: TableAnswers
  readonly #eventLimit: number
  readonly #file: ExportFile
  readonly #gatherer: CascadeGatherer
  readonly #isShared: boolean
  readonly #text = new TextReader()
  #pieces: string[] = []
  #length = 0
  #isWaiting = true
  #table: TableCascades | null = null
  #lines: ExportLines | null = null

  constructor(answers: TableAnswers, options: FileReaderOptions = {}) {
    this.#answers = answers
    this.#eventLimit = options.eventLimit ?? maxEvents
    this.#file = options.file ?? { name: 'file', format: null }
    this.#gatherer = options.gatherer ?? new CascadeGatherer()
    this.#isShared = options.gatherer !== undefined
  }

  /** The last line that was read. */
  get line(): number {
    return this.#text.line
  }

  push(bytes: Uint8Array): void {
    this.#take(this.#text.push(bytes))
  }

  end(): FileContent {
    this.#take(this.#text.end())
    if (this.#isWaiting) this.#choose(true)
    const content = this.#endContent()
    const isPlain = this.#text.encoding === 'UTF-8'
    return isPlain ? content : { ...content, notes: [...content.notes, `Read as ${this.#text.encoding}.`] }
  }

  #endContent(): FileContent {
    if (this.#table !== null) {
      const content = this.#table.end()
      return { cascades: content.cascades, notes: describeTable(content), windowSeconds: null }
    }
    if (this.#lines === null) return this.#readDocument(this.#pieces.join(''))
    this.#lines.end()
    return this.#endExport()
  }

  #take(text: string): void {
    const chosen: PiecewiseReader | null = this.#table ?? this.#lines
    if (chosen !== null) {
      chosen.push(text)
      return
    }
    this.#pieces.push(text)
    this.#length += text.length
    if (this.#length > MAX_JSON_LENGTH)
      throw new FileFault(`the JSON is longer than ${MAX_JSON_LENGTH} characters: write one record per line`)
    if (this.#isWaiting && text.includes('\n')) this.#choose(false)
  }

  // The first complete line decides the format.
  #choose(isWhole: boolean): void {
    const start = this.#pieces.join('')
    const body = start.trimStart()
    const end = body.indexOf('\n')
    if (body === '' || (end < 0 && !isWhole)) return
    this.#isWaiting = false
    const mode = detectExport(end < 0 ? body : body.slice(0, end), this.#file.format)
    if (mode !== null) this.#lines = new ExportLines(mode, this.#gatherer, this.#file)
    else if (isDocument(body)) return
    else this.#table = new TableCascades(this.#answers, this.#eventLimit)
    this.#pieces = []
    this.#take(start)
  }

  #readDocument(text: string): FileContent {
    if (text.trim() === '') throw new FileFault('the file is empty')
    const value = parseDocument(text)
    if (readExportDocument(value, this.#gatherer, this.#file)) return this.#endExport()
    const content = readJsonEvents(value, this.#answers, this.#eventLimit)
    const ignored = describeIgnored(content.ignored)
    const notes = [...describeTable(content), ...(ignored === null ? [] : [ignored])]
    return { cascades: content.cascades, notes, windowSeconds: content.windowSeconds }
  }

  #endExport(): FileContent {
    if (this.#isShared) return { cascades: [], notes: [], windowSeconds: null }
    const { cascades, notes } = this.#gatherer.finish()
    if (cascades.length === 0) throw new FileFault(`the file contains no cascade. ${notes.join(' ')}`)
    return { cascades, notes, windowSeconds: null }
  }
}

/** Returns the only cascade of a file. Throws FileFault if there is none or more than one. */
export function requireOneCascade({ cascades }: FileContent): NamedCascade {
  const [cascade, ...others] = cascades
  if (cascade === undefined) throw new FileFault('there are no events')
  if (others.length === 0) return cascade
  throw new FileFault(
    `the file contains ${cascades.length} cascades, expected one: make a folder of them with groundswell import`
  )
}
