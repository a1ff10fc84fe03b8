import { CommanderError } from 'commander'
import { InputError } from '../cascades/source/input-error.ts'
import { GroundswellError } from '../client/error.ts'
import { errorKinds, Failure } from '../ports/errors.ts'

/** What the process ends with. An interrupt (Ctrl-C) ends it with 130. */
export const exitCodes = {
  done: 0,
  /** A bug: the message carries its stack. Or a verification that failed. */
  ours: 1,
  /** The command, its options or its input is wrong: mend it and try again. */
  caller: 2,
  /** Something outside failed: no space, no such host. Try again later. */
  world: 3
} as const

/** The command was called wrongly, in a way its options alone do not show. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** Something that the program depends on is not as it should be. */
export class UnwellError extends Error {
  override readonly name = 'UnwellError'
}

/** A version does not do what it promised. */
export class VerificationError extends Error {
  override readonly name = 'VerificationError'
}

const worldCodes = new Set([
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
  if (error instanceof UnwellError) return exitCodes.world
  if (error instanceof Failure) return exitCodes[error.kind]
  if (error instanceof GroundswellError) return exitCodes[kindOf(error)]
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (worldCodes.has(code)) return exitCodes.world
  return callerCodes.has(code) ? exitCodes.caller : exitCodes.ours
}

function kindOf({ code, status }: GroundswellError): 'caller' | 'world' | 'ours' {
  const kinds: Readonly<Record<string, 'caller' | 'world' | 'ours'>> = errorKinds
  return kinds[code] ?? (status !== null && status < 500 ? 'caller' : 'world')
}
