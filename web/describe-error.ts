import { GroundswellError } from '../client/client.ts'

/** An error in words for a person. */
export function describeError(error: unknown): string {
  if (!(error instanceof GroundswellError)) return (error as Error).message
  if (error.code === 'network' || error.code === 'timeout') return 'The service does not respond.'
  return error.message
}
