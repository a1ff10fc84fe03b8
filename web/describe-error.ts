import { GroundswellError } from '../client/client.ts'

/** Describes an error for the user. */
export function describeError(error: unknown): string {
  if (!(error instanceof GroundswellError)) return (error as Error).message
  if (error.code === 'network' || error.code === 'timeout') return 'The service does not respond.'
  return error.message
}
