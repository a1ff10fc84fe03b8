import { isRecord, type Json } from '../json.ts'
import { checksum } from './checksum.ts'

/**
 * The file format of all models, little-endian:
 *
 *   0   8 bytes   the magic word GROUNDSW
 *   8   uint32    ARTEFACT_VERSION
 *   12  uint32    checksum of everything from byte 16 on
 *   16  uint32    length of the header in bytes, a multiple of 8
 *   20  uint32    0
 *   24            the header: JSON {header, arrays: [{name, type, length}, ...]}, padded with spaces
 *   then          each array in that order, padded with zeros to a multiple of 8 bytes
 *
 * It contains numbers and JSON, never executable content.
 */
export interface Artefact {
  /** The predictor's description of its model. */
  readonly header: Json
  readonly arrays: Readonly<Record<string, ArtefactArray>>
}
export type ArtefactArray = Uint8Array | Uint16Array | Uint32Array | Int32Array | Float32Array | Float64Array

/** Incremented when the layout above changes. Other versions are rejected. */
const ARTEFACT_VERSION = 1

const MAGIC = 'GROUNDSW'
interface ArrayType {
  readonly BYTES_PER_ELEMENT: number
  new (buffer: ArrayBufferLike, offset: number, length: number): ArtefactArray
}
const arrayTypes: Readonly<Record<string, ArrayType>> = {
  Uint8Array,
  Uint16Array,
  Uint32Array,
  Int32Array,
  Float32Array,
  Float64Array
}
const PREAMBLE_BYTES = 24
const CHECKED_FROM = 16

interface Section {
  readonly name: string
  /** A key of arrayTypes. */
  readonly type: string
  readonly length: number
}

/** Encodes an artefact. Equal content gives equal bytes. Cost O(bytes). */
export function encodeArtefact({ header, arrays }: Artefact): Uint8Array<ArrayBuffer> {
  const sections = Object.entries(arrays).map(([name, array]) => {
    if (!isName(name)) throw new TypeError(`an array cannot be named ${JSON.stringify(name)}`)
    return { name, type: array.constructor.name, length: array.length }
  })
  const text = new TextEncoder().encode(JSON.stringify({ header, arrays: sections }))
  const headerBytes = padded(text.length)
  const total = Object.values(arrays).reduce(
    (sum, array) => sum + padded(array.byteLength),
    PREAMBLE_BYTES + headerBytes
  )
  const bytes = new Uint8Array(total)
  const words = new Uint32Array(bytes.buffer)
  bytes.set(new TextEncoder().encode(MAGIC))
  words[2] = ARTEFACT_VERSION
  words[4] = headerBytes
  bytes.fill(32, PREAMBLE_BYTES, PREAMBLE_BYTES + headerBytes)
  bytes.set(text, PREAMBLE_BYTES)
  let offset = PREAMBLE_BYTES + headerBytes
  for (const array of Object.values(arrays)) {
    bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), offset)
    offset += padded(array.byteLength)
  }
  words[3] = checksum(words.subarray(CHECKED_FROM / 4))
  return bytes
}

/**
 * Decodes an artefact. Its arrays are views of `given`, which must not change afterwards. Bytes that do not start at a multiple
 * of 8 in their buffer are copied once. Throws a TypeError that states the reason for bytes that encodeArtefact did not write.
 * Cost O(bytes), about 0.5 ms for each megabyte.
 */
export function decodeArtefact(given: Uint8Array): Artefact {
  // Not slice: the slice of a Buffer is a view.
  const bytes = given.byteOffset % 8 === 0 ? given : new Uint8Array(given)
  checkPreamble(bytes)
  const words = new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4)
  const headerBytes = words[4]
  if (words[5] !== 0 || headerBytes % 8 !== 0 || PREAMBLE_BYTES + headerBytes > bytes.length)
    refuse('its header does not fit')
  if (checksum(words.subarray(CHECKED_FROM / 4)) !== words[3]) refuse('its checksum does not match')
  const { header, arrays: sections } = readHeader(bytes.slice(PREAMBLE_BYTES, PREAMBLE_BYTES + headerBytes))
  const arrays: Record<string, ArtefactArray> = Object.create(null)
  let offset = PREAMBLE_BYTES + headerBytes
  for (const { name, type, length } of sections) {
    const Kind = arrayTypes[type]
    if (name in arrays) refuse(`array ${name} occurs twice`)
    if (length > (bytes.length - offset) / Kind.BYTES_PER_ELEMENT) refuse(`array ${name} does not fit`)
    arrays[name] = new Kind(bytes.buffer, bytes.byteOffset + offset, length)
    offset += padded(length * Kind.BYTES_PER_ELEMENT)
  }
  if (offset !== bytes.length) refuse(`it has ${bytes.length} bytes, but its header announces ${offset}`)
  return { header, arrays }
}

function checkPreamble(bytes: Uint8Array): void {
  const words = new Uint32Array(Uint16Array.of(1, 0).buffer)
  if (words[0] !== 1) refuse('this machine is big-endian')
  const magic = String.fromCharCode(...bytes.subarray(0, MAGIC.length))
  if (magic !== MAGIC) refuse('it does not begin with the magic word')
  if (bytes.length < PREAMBLE_BYTES || bytes.length % 8 !== 0) refuse('it is truncated')
  const version = new DataView(bytes.buffer, bytes.byteOffset).getUint32(8, true)
  if (version !== ARTEFACT_VERSION)
    refuse(`its format version is ${version}; this code reads ${ARTEFACT_VERSION}`)
}

function readHeader(text: Uint8Array): { header: Json; arrays: Section[] } {
  let parsed: Json
  try {
    parsed = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(text))
  } catch (cause) {
    refuse('its header is not JSON', cause)
  }
  if (!isRecord(parsed) || !('header' in parsed) || !('arrays' in parsed))
    refuse('its header names no arrays')
  const { header, arrays } = parsed
  if (!Array.isArray(arrays) || !arrays.every(isSection)) refuse('its list of arrays is malformed')
  return { header, arrays }
}

function isSection(section: unknown): section is Section {
  if (!isRecord(section)) return false
  const { name, type, length } = section
  const isType = typeof type === 'string' && Object.hasOwn(arrayTypes, type)
  return isName(name) && isType && typeof length === 'number' && Number.isSafeInteger(length) && length >= 0
}

function isName(name: unknown): name is string {
  return typeof name === 'string' && /^[A-Za-z][\w.:-]*$/.test(name)
}

function padded(byteLength: number): number {
  return Math.ceil(byteLength / 8) * 8
}

function refuse(reason: string, cause?: unknown): never {
  throw new TypeError(`not an artefact: ${reason}`, { cause })
}
