const FIRST = Date.parse('0000-01-01T00:00:00Z')
const LAST = Date.parse('9999-12-31T23:59:59.999Z')

/** Whether epoch milliseconds lie in the years that RFC 3339 can write: 0000 to 9999. */
export function isInCalendar(milliseconds: number): boolean {
  return milliseconds >= FIRST && milliseconds <= LAST
}

/** Writes epoch milliseconds as RFC 3339 in UTC. A time outside its years becomes the nearest time within them. */
export function writeTime(milliseconds: number): string {
  return new Date(Math.min(Math.max(milliseconds, FIRST), LAST)).toISOString()
}
