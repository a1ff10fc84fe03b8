import { GroundswellError } from '../client/client.ts'

/** What a person is told of what went wrong. */
export function describeError(error: unknown): string {
  if (!(error instanceof GroundswellError)) return (error as Error).message
  if (error.code === 'network' || error.code === 'timeout') return 'The service does not answer just now.'
  return error.message
}
