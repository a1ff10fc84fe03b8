import { FileFault, type FileQuestion } from '../../files/file-fault.ts'

/** The caller's file is wrong: which file, where (1-based line, null where no line is to blame) and why. */
export class InputError extends Error {
  readonly file: string
  readonly line: number | null
  readonly reason: string
  /** What the caller may answer, so that the file can be read. */
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
  EACCES: 'may not be read',
  EPERM: 'may not be read',
  EISDIR: 'is a folder, not a file',
  ENOTDIR: 'is not a folder',
  Z_BUF_ERROR: 'truncated gzip: the data ends here',
  Z_DATA_ERROR: 'damaged gzip'
}

/** `error` as an InputError where the file is to blame for it (missing, unreadable, damaged after `line`), else itself. */
export function addFileToError(error: unknown, file: string, line: number | null = null): unknown {
  if (error instanceof FileFault)
    return new InputError(file, error.line, error.reason, { cause: error, question: error.question })
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const reason = reasons[code]
  const place = code.startsWith('Z_') ? line : null
  return reason === undefined ? error : new InputError(file, place, reason, { cause: error })
}
