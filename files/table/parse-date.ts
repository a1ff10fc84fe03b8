/** A date in an unambiguous format. */
interface ReadDate {
  /** Epoch milliseconds. Without a zone, the date is taken as UTC. */
  readonly ms: number
  readonly hasZone: boolean
}

const iso =
  /^(\d{4})([-/]?)(\d{2})\2(\d{2})[T ](\d{2}):?(\d{2})(?::?(\d{2})(?:[.,](\d+))?)?\s*(Z|UTC|GMT|[+-]\d{2}:?(?:\d{2})?)?$/i
/** Twitter's 'Fri Nov 21 04:40:00 +0000 2025'. */
const twitter = /^[a-z]{3} ([a-z]{3}) (\d{1,2}) (\d{2}):(\d{2}):(\d{2}) ([+-]\d{4}) (\d{4})$/i
/** RFC 5322: 'Fri, 21 Nov 2025 04:40:00 GMT'. */
const mail =
  /^(?:[a-z]{3}, )?(\d{1,2}) ([a-z]{3}) (\d{4}) (\d{2}):(\d{2})(?::(\d{2}))? (Z|UTC|GMT|[+-]\d{4})$/i
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/** Parses a date. Null: the text is not a date, or it is ambiguous (11/12/2025). */
export function parseDate(text: string): ReadDate | null {
  const found = iso.exec(text)
  if (found) {
    const [, year, , month, day, hour, minute, second = '0', fraction = '', zone] = found
    return build([year, month, day, hour, minute, second].map(Number), fraction, zone)
  }
  const tweet = twitter.exec(text)
  if (tweet) {
    const [, month = '', day, hour, minute, second, zone, year] = tweet
    return build(
      [year, months.indexOf(month.toLowerCase()) + 1, day, hour, minute, second].map(Number),
      '',
      zone
    )
  }
  const letter = mail.exec(text)
  if (letter === null) return null
  const [, day, month = '', year, hour, minute, second = '0', zone] = letter
  return build(
    [year, months.indexOf(month.toLowerCase()) + 1, day, hour, minute, second].map(Number),
    '',
    zone
  )
}

function build(parts: readonly number[], fraction: string, zone: string | undefined): ReadDate | null {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts
  const date = new Date(Date.UTC(year, month - 1, day, hour, minute, second))
  const isReal =
    date.getUTCMonth() === month - 1 &&
    date.getUTCDate() === day &&
    date.getUTCHours() === hour &&
    date.getUTCMinutes() === minute &&
    date.getUTCSeconds() === second
  if (!isReal) return null
  const fractionMs = fraction === '' ? 0 : Number(`0.${fraction}`) * 1000
  return { ms: date.getTime() + fractionMs - zoneMs(zone), hasZone: zone !== undefined }
}

function zoneMs(zone: string | undefined): number {
  const found = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone ?? '')
  if (!found) return 0
  const [, sign, hours, minutes = '0'] = found
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000
}

/** Describes why a text that looks like a date is rejected. Null: it does not look like one. */
export function describeNoDate(text: string): string | null {
  if (/^\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b/.test(text))
    return 'may be two dates (day or month first): write it as 2025-11-21T04:40:00Z'
  if (/^\d{4}[-/]\d{1,2}[-/]\d{1,2}$/.test(text))
    return 'is a day without a time of day: the order within it is not known'
  if (/^\d{1,2}:\d{2}(:\d{2})?/.test(text)) return 'is a time of day without its day'
  if (/^\d{4}[-/]/.test(text)) return 'is not a valid date: write it as 2025-11-21T04:40:00Z'
  return null
}
