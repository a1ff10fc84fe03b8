import { FileFault } from '../file-fault.ts'
import { parseJson } from '../json/parse-json.ts'
import { CascadeGatherer } from './cascade-gatherer.ts'
import { type JsonFormat, jsonFormats, readExportValue } from './read-export-value.ts'
import { isPathLine, readPathLine } from './read-path-line.ts'
import { isShareHeading, ShareTable } from './share-table.ts'

/** The name and format of a file. Some formats name a cascade by its file. */
export interface ExportFile {
  /** Without folder and extension. */
  readonly name: string
  /** Null: the reader detects it. */
  readonly format: ExportFormat | null
}

export const exportFormats = [...jsonFormats, 'deephawkes', 'table'] as const
export type ExportFormat = (typeof exportFormats)[number]

/** The beginning of Twitter's archives: 'window.YTD.tweets.part0 = [...]'. */
const archivePrefix = /^\s*window\.[\w.]+\s*=\s*/

type Mode = 'json-lines' | 'paths' | 'shares'

/** Detects an export by its first line. Null: it is not an export, or a document that must be read whole. */
export function detectExport(firstLine: string, format: ExportFormat | null): Mode | null {
  if (format === 'table') return null
  if (format === 'deephawkes') return 'paths'
  if (isPathLine(firstLine)) return 'paths'
  if (/^\s*\{.*\}\s*$/.test(firstLine))
    return isJson(firstLine) && isExportValue(parseJson(firstLine)) ? 'json-lines' : null
  return isShareHeading(firstLine) ? 'shares' : null
}

/** Reads an export with one record per line or row, piece by piece. Throws FileFault. */
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
    else if (!isJson(line)) this.#gatherer.leaveOut('lines that are not valid JSON')
    else if (!readExportValue(parseJson(line), this.#gatherer, this.#file.name, jsonFormatOf(this.#file)))
      this.#gatherer.leaveOut('records of an unknown form')
  }
}

/** Reads the value of a JSON document. False: it contains no record of an export. Throws FileFault. */
export function readExportDocument(value: unknown, gatherer: CascadeGatherer, file: ExportFile): boolean {
  const isRead = readExportValue(value, gatherer, file.name, jsonFormatOf(file))
  if (!isRead && file.format !== null && file.format !== 'table')
    throw new FileFault(`the file contains no record of the format ${file.format}`)
  return isRead
}

/** Parses a JSON document, the script of an archive, or JSON lines. Throws FileFault. */
export function parseDocument(text: string): unknown {
  const json = text.replace(archivePrefix, '').replace(/;\s*$/, '')
  const lines = json.split('\n').filter(line => line.trim() !== '')
  if (lines.length > 1 && lines.every(isJson)) return lines.map(line => parseJson(line))
  return parseJson(json)
}

/** Whether a file begins with JSON or with the script of an archive. */
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
