import { GroundswellError } from '../client/client.ts'

/** Describes an error for the user. */
export function describeError(error: unknown): string {
  if (!(error instanceof GroundswellError)) return error instanceof Error ? error.message : String(error)
  if (error.code === 'network' || error.code === 'timeout') return 'The service does not respond.'
  return error.message
}
