import { FileFault, type FileQuestion } from '../../files/file-fault.ts'

/** An error in the caller's file: the file, the line (from 1; null: no particular line) and the reason. */
export class InputError extends Error {
  readonly file: string
  readonly line: number | null
  readonly reason: string
  /** A question whose answer would make the file readable. */
  readonly question: FileQuestion | null

  constructor(
    file: string,
    line: number | null,
    reason: string,
    { question = null, ...options }: ErrorOptions & { readonly question?: FileQuestion | null } = {}
  ) {
    super(`${file}${line === null ? '' : `:${line}`}: ${reason}`, options)
    this.question = question
    this.name = 'InputError'
    this.file = file
    this.line = line
    this.reason = reason
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or folder',
  EACCES: 'permission denied: make the file readable for this user',
  EPERM: 'permission denied: make the file readable for this user',
  EISDIR: 'is a folder, not a file',
  ENOTDIR: 'is not a folder',
  Z_BUF_ERROR: 'truncated gzip: the data ends here',
  Z_DATA_ERROR: 'damaged gzip'
}

/** Converts an error that the file causes (missing, unreadable, damaged after `line`) to an InputError. Returns others as they are. */
export function addFileToError(error: unknown, file: string, line: number | null = null): unknown {
  if (error instanceof FileFault)
    return new InputError(file, error.line, error.reason, { cause: error, question: error.question })
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const reason = reasons[code]
  const place = code.startsWith('Z_') ? line : null
  return reason === undefined ? error : new InputError(file, place, reason, { cause: error })
}
