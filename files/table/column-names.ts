import { keysOf } from '../keys-of.ts'
import type { TimeUnitName } from './answers.ts'

export type ColumnRole = 'time' | 'followers' | 'cascade' | 'id' | 'kind' | 'author'

// The joined words of `splitWords`.
const names: Readonly<Record<ColumnRole, readonly string[]>> = {
  time: [
    'time times timestamp timestamps ts t date dates datetime created createdat createdtime createtime published',
    'publishedat pubtime posted postedat posttime postdate tweettime tweetdate tweetcreatedat retweettime repostedat',
    'retweetedat sharedat sharetime eventtime eventdate timepublished unix unixtime unixtimestamp epoch epochtime',
    'relativetime elapsed elapsedtime timeelapsed timesincepost timesincestart sincepost'
  ],
  followers: [
    'magnitude magnitudes mark marks followers follower followercount followerscount followersnumber followernumber',
    'numberoffollowers numberoffollower numfollowers numfollower nfollowers nbfollowers nofollowers noffollowers',
    'userfollowers userfollowercount userfollowerscount usernumfollowers authorfollowers authorfollowercount',
    'authorfollowerscount authorpublicmetricsfollowerscount userpublicmetricsfollowerscount publicmetricsfollowerscount',
    'accountfollowers accountfollowerscount followerstotal totalfollowers fans fanscount numberoffans'
  ],
  cascade: ['cascade cascadeid cascadeindex cascadenumber'],
  id: ['id idstr eventid tweetid tweetidstr statusid statusidstr messageid mid'],
  kind: ['kind type eventtype eventkind tweettype posttype'],
  author: ['authorid authoridstr userid useridstr uid user author account accountid']
}

const roleOf = new Map<string, ColumnRole>(
  keysOf(names).flatMap(role =>
    names[role].flatMap(list => list.split(' ').map(name => [name, role] as const))
  )
)

const units: Readonly<Record<string, TimeUnitName>> = {
  s: 'seconds',
  sec: 'seconds',
  secs: 'seconds',
  second: 'seconds',
  seconds: 'seconds',
  ms: 'milliseconds',
  msec: 'milliseconds',
  msecs: 'milliseconds',
  millis: 'milliseconds',
  millisecond: 'milliseconds',
  milliseconds: 'milliseconds',
  us: 'microseconds',
  usec: 'microseconds',
  micros: 'microseconds',
  microsecond: 'microseconds',
  microseconds: 'microseconds',
  ns: 'nanoseconds',
  nanos: 'nanoseconds',
  nanosecond: 'nanoseconds',
  nanoseconds: 'nanoseconds',
  min: 'minutes',
  mins: 'minutes',
  minute: 'minutes',
  minutes: 'minutes',
  h: 'hours',
  hour: 'hours',
  hours: 'hours'
}

interface ColumnMeaning {
  readonly role: ColumnRole
  /** The unit in the heading: time_ms, relative_time_second. */
  readonly unit: TimeUnitName | null
}

/** Reads the role of a column from its heading. Null: the heading is unknown. */
export function readHeading(heading: string): ColumnMeaning | null {
  const words = splitWords(heading)
  const role = roleOf.get(words.join(''))
  if (role !== undefined) return { role, unit: null }
  const last = words.at(-1)
  const unit = last === undefined ? undefined : units[last]
  if (unit === undefined) return null
  const before = words.slice(0, -1).filter(word => word !== 'in')
  // 'seconds', 'time_ms', 'time (s)'; never 's' or 'h' alone.
  const isTime =
    before.length === 0 ? last!.length > 2 && last !== 'min' : roleOf.get(before.join('')) === 'time'
  return isTime ? { role: 'time', unit } : null
}

/** Whether a column has counts. A magnitude may be any number; followers are a count. */
export function isCount(heading: string): boolean {
  return !/^(magnitudes?|marks?)$/.test(splitWords(heading).join(''))
}

/** Splits a heading into words: the same for 'createdAt', 'Created at' and 'created_at'. */
export function splitWords(heading: string): string[] {
  return heading
    .replaceAll(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(word => word !== '')
}
