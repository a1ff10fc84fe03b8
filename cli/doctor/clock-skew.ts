import { FindingError } from './examine.ts'

// The services take their time from the database. A machine that follows a time server is well within this, and one that
// does not will be minutes away one day: then S3 refuses its signatures.
const MAX_MILLISECONDS = 1_000

/**
 * How far another machine's clock is from ours. `theirs` is what it said between `before` and `after` (all in ms since
 * 1970), exact to `stepMilliseconds`.
 */
export function judgeSkew(given: {
  readonly before: number
  readonly after: number
  readonly theirs: number
  readonly stepMilliseconds: number
}): string {
  const { before, after, theirs, stepMilliseconds } = given
  // It may have read its clock at any moment between, and have cut off up to a step.
  const ahead = theirs - after
  const behind = before - (theirs + stepMilliseconds)
  const apart = Math.max(0, ahead, behind)
  if (apart > MAX_MILLISECONDS)
    throw new FindingError(
      `its clock is ${(apart / 1_000).toFixed(1)} s ${ahead > 0 ? 'ahead of' : 'behind'} this machine's`,
      'let both machines follow a time server (chrony, systemd-timesyncd): S3 refuses signatures of another time, and logs mislead'
    )
  return apart === 0 ? 'the same as ours, as far as can be told' : `${Math.round(apart)} ms from ours`
}
