import { CommanderError } from 'commander'
import { InputError } from '../cascades/source/input-error.ts'
import { GroundswellError } from '../client/error.ts'
import { errorKinds, Failure } from '../ports/errors.ts'

/** Exit codes of the process. An interrupt (Ctrl-C) ends it with 130. */
export const exitCodes = {
  done: 0,
  /** An internal error, printed with its stack, or a failed verification. */
  internal: 1,
  /** The command, an option or the input is wrong. */
  caller: 2,
  /** A dependency failed: no disk space, no such host. The same command may succeed later. */
  unavailable: 3
} as const

/** The options and arguments of a command do not fit together, or do not fit what is there. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** A check of something that the program depends on failed. */
export class UnhealthyError extends Error {
  override readonly name = 'UnhealthyError'
}

/** The verification of a model version failed. */
export class VerificationError extends Error {
  override readonly name = 'VerificationError'
}

const unavailableCodes = new Set([
  'ENOSPC',
  'EDQUOT',
  'EIO',
  'EROFS',
  'EMFILE',
  'ENFILE',
  'ECONNREFUSED',
  'ENOTFOUND'
])
const callerCodes = new Set(['ENOENT', 'EACCES', 'EPERM', 'ENOTDIR', 'EISDIR', 'EEXIST', 'ENOTEMPTY'])

/** The exit code for `error`. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.caller
  if (error instanceof InputError || error instanceof UsageError) return exitCodes.caller
  if (error instanceof UnhealthyError) return exitCodes.unavailable
  if (error instanceof Failure) return exitCodes[error.kind]
  if (error instanceof GroundswellError) return exitCodes[kindOf(error)]
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (unavailableCodes.has(code)) return exitCodes.unavailable
  return callerCodes.has(code) ? exitCodes.caller : exitCodes.internal
}

function kindOf({ code, status }: GroundswellError): 'caller' | 'unavailable' | 'internal' {
  const kinds: Readonly<Record<string, 'caller' | 'unavailable' | 'internal'>> = errorKinds
  return kinds[code] ?? (status !== null && status < 500 ? 'caller' : 'unavailable')
}
