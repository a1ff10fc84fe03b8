/** A member of the outermost object; its value is at [start, end) in bytes. */
export interface Member {
  readonly name: string
  readonly start: number
  readonly end: number
}

interface JsonScan {
  /** The members of the outermost object; empty for other values. */
  readonly members: readonly Member[]
  /** The first fault that JSON.parse would accept. */
  readonly fault: { readonly field: string; readonly reason: string } | null
}

const QUOTE = 0x22
const BACKSLASH = 0x5c
const UNDERSCORE = 0x5f
const COMMA = 0x2c
const COLON = 0x3a
const OPEN_ARRAY = 0x5b
const CLOSE_ARRAY = 0x5d
const OPEN_OBJECT = 0x7b
const CLOSE_OBJECT = 0x7d
/** 1 for each byte that has a meaning outside strings. */
const isSyntax = new Uint8Array(256)
for (const byte of [QUOTE, COMMA, COLON, OPEN_ARRAY, CLOSE_ARRAY, OPEN_OBJECT, CLOSE_OBJECT])
  isSyntax[byte] = 1
/** Objects with more keys are checked with a set, because comparing all pairs of a hostile body would take minutes. */
const FEW_KEYS = 24
/** Objects with more keys are rejected, because JSON.parse takes seconds for a million keys. */
const MAX_KEYS = 10_000

/**
 * Scans JSON text once, before JSON.parse. Finds nesting beyond `maxDepth` (JSON.parse takes seconds for megabytes of
 * brackets), objects with too many keys, duplicate keys (parsers disagree on which one counts) and `__proto__`. Does not find
 * other errors, which JSON.parse reports. Cost: about that of JSON.parse for objects with few keys.
 */
export function scanJson(bytes: Buffer, maxDepth: number): JsonScan {
  const members: Member[] = []
  // A stack of levels: the index in an array, or -1 for an object; and where the level's keys begin on the stack of keys.
  const indexes = new Int32Array(maxDepth + 1)
  const bases = new Int32Array(maxDepth + 1)
  const sets: (Set<string> | undefined)[] = []
  // The stack of keys of the open objects: start, end and fingerprint of each key.
  const starts: number[] = []
  const ends: number[] = []
  const fingerprints: number[] = []
  const levels: Levels = { indexes, bases, starts, ends }
  const length = bytes.length
  let keys = 0
  let depth = -1
  let expectsKey = false
  let valueStart = 0

  for (let i = 0; i < length; i++) {
    const byte = bytes[i]!
    if (isSyntax[byte] === 0) continue
    if (byte === QUOTE) {
      const start = ++i
      if (!expectsKey) {
        i = endOfString(bytes, i)
        continue
      }
      expectsKey = false
      let hasEscape = false
      for (; i < length && bytes[i] !== QUOTE; i++)
        if (bytes[i] === BACKSLASH) {
          hasEscape = true
          i++
        }
      // Length, first and last byte: equal for two equal keys without escapes.
      const fingerprint = ((i - start) << 16) | (bytes[start]! << 8) | bytes[i - 1]!
      const base = bases[depth]!
      if (keys - base >= MAX_KEYS) {
        const field = pointerTo(bytes, levels, depth - 1, depth, keys)
        return { members, fault: { field, reason: `has more than ${MAX_KEYS} fields: send fewer` } }
      }
      let isTwice = false
      if (hasEscape || sets[depth] !== undefined || keys - base >= FEW_KEYS) {
        sets[depth] ??= new Set(
          Array.from({ length: keys - base }, (_, k) => readString(bytes, starts[base + k]!, ends[base + k]!))
        )
        const known = sets[depth]!.size
        isTwice = sets[depth]!.add(readString(bytes, start, i)).size === known
      } else {
        for (let k = base; k < keys; k++)
          if (fingerprints[k] === fingerprint && isSameString(bytes, starts[k]!, ends[k]!, start, i))
            isTwice = true
      }
      starts[keys] = start
      ends[keys] = i
      fingerprints[keys] = fingerprint
      keys++
      const isForbidden =
        (hasEscape || bytes[start] === UNDERSCORE) && readString(bytes, start, i) === '__proto__'
      if (isTwice || isForbidden) {
        const reason = isTwice ? 'is a duplicate field: send it once' : 'is not allowed as a name of a field'
        return { members, fault: { field: pointerTo(bytes, levels, depth, depth, keys), reason } }
      }
    } else if (byte === COMMA) {
      if (depth === 0 && keys > 0 && indexes[0]! < 0) {
        const name = readString(bytes, starts[keys - 1]!, ends[keys - 1]!)
        members.push({ name, start: valueStart, end: i })
      }
      if (depth < 0) continue
      if (indexes[depth]! >= 0) indexes[depth]!++
      else expectsKey = true
    } else if (byte === COLON) {
      if (depth === 0) valueStart = i + 1
    } else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) {
      if (depth + 1 >= maxDepth) {
        const field = pointerTo(bytes, levels, depth, depth, keys)
        return { members, fault: { field, reason: `is nested deeper than ${maxDepth} levels` } }
      }
      depth++
      expectsKey = byte === OPEN_OBJECT
      indexes[depth] = expectsKey ? -1 : 0
      bases[depth] = keys
      sets[depth] = undefined
    } else if ((byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) && depth >= 0) {
      if (depth === 0 && keys > 0 && indexes[0]! < 0) {
        const name = readString(bytes, starts[keys - 1]!, ends[keys - 1]!)
        members.push({ name, start: valueStart, end: i })
      }
      keys = bases[depth]!
      depth--
      expectsKey = false
    }
  }
  return { members, fault: null }
}

/** The open levels: the index in an array or -1, where the level's keys begin on the stack of keys, and that stack. */
interface Levels {
  readonly indexes: Int32Array
  readonly bases: Int32Array
  readonly starts: readonly number[]
  readonly ends: readonly number[]
}

/**
 * Returns the JSON pointer to the level `last`, with `depth` open levels and `keys` keys on the stack. In each object, the
 * pointer follows the last key.
 */
function pointerTo(bytes: Buffer, levels: Levels, last: number, depth: number, keys: number): string {
  let field = ''
  for (let level = 0; level <= last; level++) {
    const index = levels.indexes[level]!
    const key = (level === depth ? keys : levels.bases[level + 1]!) - 1
    const step =
      index >= 0 ? String(index) : key < 0 ? '' : readString(bytes, levels.starts[key]!, levels.ends[key]!)
    field += `/${step.replaceAll('~', '~0').replaceAll('/', '~1')}`
  }
  return field
}

/** Returns the index of the closing quote of the string whose text begins at `start`. */
function endOfString(bytes: Buffer, start: number): number {
  let i = start
  for (; i < bytes.length && bytes[i] !== QUOTE; i++) if (bytes[i] === BACKSLASH) i++
  return i
}

function isSameString(
  bytes: Buffer,
  start: number,
  end: number,
  otherStart: number,
  otherEnd: number
): boolean {
  return readString(bytes, start, end) === readString(bytes, otherStart, otherEnd)
}

/** Returns the string with its escapes resolved: "\u0074ime" is "time". */
function readString(bytes: Buffer, start: number, end: number): string {
  const text = bytes.toString('utf8', start, end)
  if (!text.includes('\\')) return text
  try {
    return JSON.parse(`"${text}"`)
  } catch {
    return text
  }
}
