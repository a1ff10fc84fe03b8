import { isObject, type JsonObject } from '../json/parse-json.ts'
import { parseDate } from '../table/parse-date.ts'

/** Reads an id as text. Null: there is none. */
export function toId(value: unknown): string | null {
  if (typeof value === 'string') return value === '' ? null : value
  return typeof value === 'number' ? String(value) : null
}

/** Reads a number of followers. Null: it is unknown. Exported tables write numbers as text ('5400', '5400.0'). */
export function toFollowers(value: unknown): number | null {
  const number = typeof value === 'string' && /^\d+(\.0*)?$/.test(value) ? Number(value) : value
  return typeof number === 'number' && Number.isInteger(number) && number >= 0 ? number : null
}

/** Converts a date, or a clock time in seconds, milliseconds or microseconds, to milliseconds since 1970. */
export function toTimeMs(value: unknown): number | null {
  if (typeof value === 'string') {
    if (/^\d{9,16}(\.\d+)?$/.test(value)) return toTimeMs(Number(value))
    return parseDate(value)?.ms ?? null
  }
  if (typeof value !== 'number') return null
  const factor = [1e3, 1, 1e-3].find(each => value * each >= 631_152e6 && value * each < 4_102_444.8e6)
  return factor === undefined ? null : value * factor
}

/** Reads the time from a Twitter id. Ids before 2010-11-04 contain none. */
export function twitterTimeMs(id: string): number | null {
  if (!/^\d{11,19}$/.test(id) || id.length < 15) return null
  return Number(BigInt(id) >> 22n) + 1_288_834_974_657
}

/** Reads the time from a numeric Mastodon id, which the instance itself assigned. */
export function mastodonTimeMs(id: string): number | null {
  return /^\d{17,19}$/.test(id) ? Number(BigInt(id) >> 16n) : null
}

const base32 = '234567abcdefghijklmnopqrstuvwxyz'

/** Reads the time of an AT protocol record from the key at the end of its address. */
export function blueskyTimeMs(uri: string): number | null {
  const key = uri.slice(uri.lastIndexOf('/') + 1)
  if (!/^[234567a-j][2-7a-z]{12}$/.test(key)) return null
  const micros = [...key].reduce((sum, digit) => sum * 32n + BigInt(base32.indexOf(digit)), 0n) >> 10n
  return toTimeMs(Number(micros))
}

/** The object at a path of names. Null: there is none. */
export function objectAt(value: unknown, ...path: readonly string[]): JsonObject | null {
  const found = path.reduce<unknown>((at, name) => (isObject(at) ? at[name] : null), value)
  return isObject(found) ? found : null
}

export function listAt(value: JsonObject, name: string): readonly unknown[] | null {
  const found = value[name]
  return Array.isArray(found) ? found : null
}
