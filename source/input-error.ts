/** The caller's file is wrong: which file, where (1-based line, null where no line is to blame) and why. */
export class InputError extends Error {
  readonly file: string
  readonly line: number | null
  readonly reason: string

  constructor(file: string, line: number | null, reason: string, options?: ErrorOptions) {
    super(`${file}${line === null ? '' : `:${line}`}: ${reason}`, options)
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

/** `error` as an InputError where the file is to blame for it (missing, unreadable, bad gzip), else `error` itself. */
export function blameFile(error: unknown, file: string, line: number | null = null): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const reason = reasons[code]
  return reason === undefined ? error : new InputError(file, line, reason, { cause: error })
}
