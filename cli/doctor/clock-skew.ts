import { FindingError } from './examine.ts'

// The services use the clock of the database. A machine that follows a time server stays well within this limit. Without
// one, its clock drifts by minutes, and S3 rejects its signatures.
const MAX_MILLISECONDS = 1_000

/**
 * Compares another machine's clock with that of this machine. `theirs` was read between `before` and `after` (all in
 * epoch milliseconds) with a resolution of `stepMilliseconds`. Throws FindingError if they differ too much.
 */
export function judgeSkew(given: {
  readonly before: number
  readonly after: number
  readonly theirs: number
  readonly stepMilliseconds: number
}): string {
  const { before, after, theirs, stepMilliseconds } = given
  // The other machine read its clock at any moment between, and may have truncated it by up to one step.
  const ahead = theirs - after
  const behind = before - (theirs + stepMilliseconds)
  const apart = Math.max(0, ahead, behind)
  if (apart > MAX_MILLISECONDS)
    throw new FindingError(
      `its clock is ${(apart / 1_000).toFixed(1)} s ${ahead > 0 ? 'ahead of' : 'behind'} this machine's`,
      'let both machines follow a time server (chrony, systemd-timesyncd): S3 rejects signatures with a wrong time, and logs mislead'
    )
  return apart === 0 ? 'no difference measured' : `differs by ${Math.round(apart)} ms`
}
