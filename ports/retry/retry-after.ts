const httpDate = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? .*\d{2}:\d{2}:\d{2}/
/** Dates without a zone (ANSI C's asctime) are in UTC too. */
const hasZone = /GMT$/

/**
 * Reads a Retry-After header, seconds or an HTTP date, as milliseconds from `now` (a past date: 0). Null: absent or
 * unreadable. RetryPolicy bounds it.
 */
export function readRetryAfterMs(header: string | null | undefined, now: number): number | null {
  const text = header?.trim() ?? ''
  if (/^\d+$/.test(text)) return Number(text) * 1_000
  if (!httpDate.test(text)) return null
  const at = Date.parse(hasZone.test(text) ? text : `${text} GMT`)
  return Number.isNaN(at) ? null : Math.max(0, at - now)
}
