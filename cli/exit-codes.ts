import { CommanderError } from 'commander'
import { InputError } from '../cascades/source/input-error.ts'
import { GroundswellError } from '../client/error.ts'
import { errorKinds, Failure } from '../ports/errors.ts'

/** What the process ends with. An interrupt (Ctrl-C) ends it with 130. */
export const exitCodes = {
  done: 0,
  /** A bug: the message carries its stack. Or a verification that failed. */
  internal: 1,
  /** The command, its options or its input is wrong: correct it and try again. */
  caller: 2,
  /** Something outside failed: no space, no such host. Try again later. */
  unavailable: 3
} as const

/** The command was called wrongly, in a way its options alone do not show. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** Something that the program depends on is not as it should be. */
export class UnhealthyError extends Error {
  override readonly name = 'UnhealthyError'
}

/** A version does not do what it promised. */
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

/** Who is to blame for `error`. */
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
