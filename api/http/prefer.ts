import { Failure } from '../../ports/errors.ts'

/**
 * The seconds of `Prefer: wait=n` (RFC 7240), at most `limit`; null where it is not asked for. Other preferences are
 * ignored, as the RFC has it. Throws Failure('invalid-header') for a wait that is no number.
 */
export function readWait(header: string | undefined, limit: number): number | null {
  for (const preference of header?.split(',') ?? []) {
    const [, name, value] = /^\s*([^=;\s]+)\s*(?:=\s*"?([^";]*)"?)?/.exec(preference) ?? []
    if (name?.toLowerCase() !== 'wait') continue
    if (value === undefined || !/^\d{1,6}$/.test(value.trim()))
      throw new Failure('invalid-header', 'wait needs whole seconds: wait=10', { field: 'Prefer' })
    return Math.min(Number(value), limit)
  }
  return null
}
