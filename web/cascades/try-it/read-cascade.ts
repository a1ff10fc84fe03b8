import type { FileContent } from '../../../files/file-reader.ts'
import type { TableAnswers } from '../../../files/table/answers.ts'

/** The field does not show longer texts. */
const MAX_SHOWN_BYTES = 500_000

/** The pasted, dropped or chosen content. */
interface Source {
  readonly bytes: Uint8Array
  /** Null: it is too long to be shown. */
  readonly text: string | null
}

/** Reads pasted or dropped content with the reader of the command line, which it loads on first use. Throws FileFault. */
export async function readContent(source: string | Uint8Array, answers: TableAnswers): Promise<FileContent> {
  const bytes = typeof source === 'string' ? new TextEncoder().encode(source) : source
  if (bytes.length === 0) throw new Error('Paste a cascade first, or pick an example.')
  const { FileReader } = await import('../../../files/file-reader.ts')
  const reader = new FileReader(answers)
  reader.push(bytes)
  return reader.end()
}

/** Reads the bytes of a file, unpacked if it is gzipped, and its text. Throws FileFault if it is not text. */
export async function openFile(file: File): Promise<Source> {
  const { isGzip, TextReader } = await import('../../../files/decode-text.ts')
  const packed = new Uint8Array(await file.arrayBuffer())
  const bytes = isGzip(packed) ? await unpack(packed) : packed
  if (bytes.length > MAX_SHOWN_BYTES) return { bytes, text: null }
  const reader = new TextReader()
  return { bytes, text: reader.push(bytes) + reader.end() }
}

async function unpack(packed: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'))
  try {
    return new Uint8Array(await new Response(stream).arrayBuffer())
  } catch (cause) {
    throw new Error('damaged or truncated gzip', { cause })
  }
}
