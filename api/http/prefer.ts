/** One preference of a Prefer header: its name, its value or a text in quotes, and parameters that mean nothing here. */
const preferencePattern =
  /\s*([!#$%&'*+.^`|~\w-]+)\s*(?:=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,;"]*)))?\s*((?:;(?:[^,"]|"(?:[^"\\]|\\.)*")*)?)(?:,|$)/y

/**
 * The seconds of `Prefer: wait=n` (RFC 7240), at most `maxSeconds`, which is also what `wait` without a value means; null
 * where nobody asks to wait. As the RFC has it, what is not understood is ignored, and of two waits the first counts.
 */
export function readWait(header: string | undefined, maxSeconds: number): number | null {
  if (header === undefined) return null
  let at = 0
  while (at < header.length) {
    preferencePattern.lastIndex = at
    const found = preferencePattern.exec(header)
    if (!found) {
      const comma = header.indexOf(',', at)
      if (comma < 0) return null
      at = comma + 1
      continue
    }
    at = preferencePattern.lastIndex
    const [, name, quoted, plain] = found
    if (name?.toLowerCase() !== 'wait') continue
    const value = (quoted?.replaceAll(/\\(.)/g, '$1') ?? plain ?? '').trim()
    if (value === '') return maxSeconds
    return /^\d+$/.test(value) ? Math.min(Number(value), maxSeconds) : null
  }
  return null
}
