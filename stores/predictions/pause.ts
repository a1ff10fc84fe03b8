import type { PredictionSettings } from '../predictions.ts'

/** The pause after the attempt numbered `attempt` (from 1) came to nothing: twice the one before, up to the longest. */
export function pauseMilliseconds(
  {
    firstPauseSeconds,
    longestPauseSeconds
  }: Pick<PredictionSettings, 'firstPauseSeconds' | 'longestPauseSeconds'>,
  attempt: number
): number {
  return Math.min(firstPauseSeconds * 2 ** (attempt - 1), longestPauseSeconds) * 1000
}
