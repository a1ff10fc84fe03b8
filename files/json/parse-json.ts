import { FileFault } from '../file-fault.ts'
import { describeJsonFault } from './json-fault.ts'

/** Parses JSON. Whole numbers beyond 2^53 (ids) become text. Throws FileFault. */
export function parseJson(text: string, line: number | null = null): unknown {
  try {
    return JSON.parse(text, keepLargeIntegers)
  } catch (error) {
    if (error instanceof FileFault) throw error
    throw new FileFault(`not valid JSON: ${describeJsonFault(text, line ?? 1)}`, { line })
  }
}

function keepLargeIntegers(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  if (typeof value !== 'number' || !Number.isInteger(value) || Number.isSafeInteger(value)) return value
  const source = context?.source
  if (source === undefined)
    throw new FileFault(
      'this browser cannot read numbers beyond 2^53: use a newer browser or the command line'
    )
  return /^-?\d+$/.test(source) ? source : value
}

export type JsonObject = Readonly<Record<string, unknown>>

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
