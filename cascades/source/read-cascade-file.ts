import { type FileContent, FileReader, requireOneCascade } from '../../files/file-reader.ts'
import type { TableAnswers } from '../../files/table/answers.ts'
import type { Cascade } from '../../predictors/cascade-size/cascade.ts'
import { addFileToError } from './input-error.ts'
import { openBytes } from './open-bytes.ts'

interface CascadeFile {
  readonly cascade: Cascade
  /** Sentences that describe how the file was read. */
  readonly notes: readonly string[]
}

/** Reads a file with one cascade: a table or JSON, also compressed with gzip (docs/how-to/files.md). Throws InputError. */
export async function readCascadeFile(file: string, answers: TableAnswers = {}): Promise<CascadeFile> {
  const content = await readFileContent(file, answers)
  try {
    const { times, magnitudes, postAuthorId } = requireOneCascade(content)
    return { cascade: { times, magnitudes, postAuthorId }, notes: content.notes }
  } catch (error) {
    throw addFileToError(error, file)
  }
}

/** Reads all cascades of a file. Throws InputError. */
export async function readFileContent(file: string, answers: TableAnswers): Promise<FileContent> {
  const reader = new FileReader(answers)
  try {
    for await (const piece of openBytes(file)) reader.push(piece)
    return reader.end()
  } catch (error) {
    throw addFileToError(error, file, reader.line)
  }
}
