import { getSystemErrorMessage } from 'node:util'
import { errorCodeOf } from './to-error.ts'

/** Texts for codes whose system message is unclear. */
const words: Readonly<Record<string, string>> = {
  ENOTFOUND: 'there is no host of that name',
  EAI_AGAIN: 'the name of the host cannot be looked up just now',
  ECONNREFUSED: 'nobody answers there',
  ECONNRESET: 'the connection was cut',
  EADDRINUSE: 'the port is in use',
  EADDRNOTAVAIL: 'this machine has no such address'
}

/** Describes an error for a person. A system error loses its code and the name of its system call. */
export function describeCause(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const code = errorCodeOf(error)
  const known = code === undefined ? undefined : words[code]
  if (known !== undefined) return known
  if ('errno' in error && typeof error.errno === 'number' && error.errno < 0)
    return getSystemErrorMessage(error.errno)
  return error.message
}
