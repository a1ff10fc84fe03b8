import { maxEvents } from './cascade-builder.ts'
import { TextReader } from './decode-text.ts'
import { FileFault } from './file-fault.ts'
import { describeIgnored, readJsonEvents } from './json/json-events.ts'
import { parseJson } from './json/parse-json.ts'
import type { TableAnswers } from './table/answers.ts'
import { describeTable } from './table/describe-table.ts'
import { type NamedCascade, TableCascades } from './table/table-cascades.ts'

/** What a file holds, and sentences on how it was read. */
export interface FileContent {
  readonly cascades: readonly NamedCascade[]
  readonly notes: readonly string[]
  /** As a JSON body states it. */
  readonly windowSeconds: number | null
}

/** A JSON document must fit in one text. */
const MAX_JSON_LENGTH = 400_000_000

/**
 * Reads the bytes of a file, piece by piece: a table, or events in JSON. The page, the command line and the API read with
 * this reader alone. Throws FileFault.
 */
export class FileReader {
  readonly #answers: TableAnswers
  readonly #eventLimit: number
  readonly #text = new TextReader()
  #pieces: string[] = []
  #length = 0
  #table: TableCascades | null = null

  constructor(answers: TableAnswers, eventLimit = maxEvents) {
    this.#answers = answers
    this.#eventLimit = eventLimit
  }

  /** The last line that was looked at. */
  get line(): number {
    return this.#text.line
  }

  push(bytes: Uint8Array): void {
    this.#take(this.#text.push(bytes))
  }

  end(): FileContent {
    this.#take(this.#text.end())
    const content = this.#table === null ? this.#readJson() : this.#endTable(this.#table)
    const notes =
      this.#text.encoding === 'UTF-8' ? content.notes : [...content.notes, `Read as ${this.#text.encoding}.`]
    return { ...content, notes }
  }

  #take(text: string): void {
    if (this.#table !== null) {
      this.#table.push(text)
      return
    }
    this.#pieces.push(text)
    this.#length += text.length
    if (this.#length > MAX_JSON_LENGTH)
      throw new FileFault(`JSON of more than ${MAX_JSON_LENGTH} characters: split it`)
    const start = this.#pieces.length === 1 || this.#length < 4096 ? this.#pieces.join('').trimStart() : '{'
    if (start === '' || /^[[{]/.test(start)) return
    this.#table = new TableCascades(this.#answers, this.#eventLimit)
    this.#table.push(this.#pieces.join(''))
    this.#pieces = []
  }

  #endTable(table: TableCascades): FileContent {
    const content = table.end()
    return { cascades: content.cascades, notes: describeTable(content), windowSeconds: null }
  }

  #readJson(): FileContent {
    const text = this.#pieces.join('')
    if (text.trim() === '') throw new FileFault('the file is empty')
    const content = readJsonEvents(parseJson(text), this.#answers, this.#eventLimit)
    const ignored = describeIgnored(content.ignored)
    const notes = [...describeTable(content), ...(ignored === null ? [] : [ignored])]
    return { cascades: content.cascades, notes, windowSeconds: content.windowSeconds }
  }
}

/** The one cascade of a file. Throws FileFault where it holds several. */
export function requireOneCascade({ cascades }: FileContent): NamedCascade {
  const [cascade, ...others] = cascades
  if (cascade === undefined) throw new FileFault('there are no events')
  if (others.length === 0) return cascade
  throw new FileFault(
    `the file holds ${cascades.length} cascades, one is expected: make a folder of them with groundswell import`
  )
}
