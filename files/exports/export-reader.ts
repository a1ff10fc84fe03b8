import { FileFault } from '../file-fault.ts'
import { parseJson } from '../json/parse-json.ts'
import { CascadeGatherer } from './cascade-gatherer.ts'
import { type JsonFormat, jsonFormats, readExportValue } from './read-export-value.ts'
import { isPathLine, readPathLine } from './read-path-line.ts'
import { isShareHeading, ShareTable } from './share-table.ts'

/** The file as a whole: its name stands for a cascade where the format asks for it. */
export interface ExportFile {
  /** Without folder and extension. */
  readonly name: string
  /** Null: it is detected. */
  readonly format: ExportFormat | null
}

export const exportFormats = [...jsonFormats, 'deephawkes', 'table'] as const
export type ExportFormat = (typeof exportFormats)[number]

/** 'window.YTD.tweets.part0 = [...]', as Twitter's archives begin. */
const archivePrefix = /^\s*window\.[\w.]+\s*=\s*/

type Mode = 'json-lines' | 'paths' | 'shares'

/** What an export's first line says it is. Null: it is none, or a document that only its whole decides. */
export function detectExport(firstLine: string, format: ExportFormat | null): Mode | null {
  if (format === 'table') return null
  if (format === 'deephawkes') return 'paths'
  if (isPathLine(firstLine)) return 'paths'
  if (/^\s*\{.*\}\s*$/.test(firstLine))
    return isJson(firstLine) && isExportValue(parseJson(firstLine)) ? 'json-lines' : null
  return isShareHeading(firstLine) ? 'shares' : null
}

/** Reads an export whose records stand on lines or in rows, without holding it. Throws FileFault. */
export class ExportLines {
  #rest = ''
  #line = 0
  readonly #table: ShareTable | null
  readonly #mode: Mode
  readonly #gatherer: CascadeGatherer
  readonly #file: ExportFile

  constructor(mode: Mode, gatherer: CascadeGatherer, file: ExportFile) {
    this.#mode = mode
    this.#gatherer = gatherer
    this.#file = file
    this.#table = mode === 'shares' ? new ShareTable(gatherer) : null
  }

  push(text: string): void {
    if (this.#table !== null) {
      this.#table.push(text)
      return
    }
    const lines = (this.#rest + text).split('\n')
    this.#rest = lines.pop() ?? ''
    for (const line of lines) this.#readLine(line)
  }

  end(): void {
    this.#table?.end()
    if (this.#table === null) this.#readLine(this.#rest)
  }

  #readLine(line: string): void {
    this.#line++
    if (line.trim() === '') return
    if (this.#mode === 'paths') readPathLine(line, this.#line, this.#gatherer)
    else if (!isJson(line)) this.#gatherer.leaveOut('lines that are no valid JSON')
    else if (!readExportValue(parseJson(line), this.#gatherer, this.#file.name, jsonFormatOf(this.#file)))
      this.#gatherer.leaveOut('records of no known form')
  }
}

/** Reads the value of a JSON document. False: no record of an export is in it. Throws FileFault. */
export function readExportDocument(value: unknown, gatherer: CascadeGatherer, file: ExportFile): boolean {
  const isRead = readExportValue(value, gatherer, file.name, jsonFormatOf(file))
  if (!isRead && file.format !== null && file.format !== 'table')
    throw new FileFault(`the file holds no record of the format ${file.format}`)
  return isRead
}

/** The JSON of a document, also of an archive's script or of several lines. Throws FileFault. */
export function parseDocument(text: string): unknown {
  const json = text.replace(archivePrefix, '').replace(/;\s*$/, '')
  const lines = json.split('\n').filter(line => line.trim() !== '')
  if (lines.length > 1 && lines.every(isJson)) return lines.map(line => parseJson(line))
  return parseJson(json)
}

/** Whether a file begins as a document does: with JSON, or as a script that holds it. */
export function isDocument(start: string): boolean {
  return /^\s*[[{]/.test(start) || archivePrefix.test(start)
}

function isExportValue(value: unknown): boolean {
  return readExportValue(value, new CascadeGatherer(), '', null)
}

function jsonFormatOf({ format }: ExportFile): JsonFormat | null {
  return format === 'deephawkes' || format === 'table' ? null : format
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
