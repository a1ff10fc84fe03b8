import type { components } from '../ports/contract/generated/types.ts'

/** One part of an answer, as a predictor declares it. */
export type AnswerField = components['schemas']['AnswerField']

/** Formats each kind of number. */
export interface NumberFormats {
  number(value: number): string
  count(value: number): string
  share(value: number): string
  seconds(value: number): string
}

interface RankedLabel {
  readonly label: string
  /** From 0 to 1. */
  readonly share: number
}

/** One part of an answer, formatted for display. */
export interface DescribedField {
  readonly label: string
  readonly text: string
  /** The labels of a ranking, best first. Null for every other kind. */
  readonly ranking: readonly RankedLabel[] | null
}

/**
 * Formats the parts of an answer that a predictor declares, in the declared order. Skips a part that is null or absent.
 * Writes a value that does not match its declared kind as JSON.
 */
export function describeAnswer(
  fields: readonly AnswerField[],
  output: unknown,
  formats: NumberFormats
): DescribedField[] {
  return fields.flatMap(({ path, label, kind }) => {
    const value = readPointer(output, path)
    if (value === null || value === undefined) return []
    const ranking = kind === 'ranking' && isRanking(value) ? value : null
    return [{ label, text: describeValue(kind, value, formats), ranking }]
  })
}

function describeValue(kind: AnswerField['kind'], value: unknown, formats: NumberFormats): string {
  if (kind === 'text' && typeof value === 'string') return value
  if (kind === 'text' && typeof value === 'boolean') return value ? 'yes' : 'no'
  if (kind === 'interval' && isInterval(value))
    return `${formats.number(value.low)} to ${formats.number(value.high)}`
  if (kind === 'ranking' && isRanking(value))
    return value.map(({ label, share }) => `${label} ${formats.share(share)}`).join(', ')
  if (typeof value === 'number' && kind !== 'text' && kind !== 'interval' && kind !== 'ranking')
    return formats[kind](value)
  return JSON.stringify(value)
}

/** The value at a JSON pointer (RFC 6901), or undefined if there is none. */
function readPointer(value: unknown, pointer: string): unknown {
  const names = pointer.split('/').slice(1)
  return names.reduce<unknown>((inner, name) => {
    const key = name.replaceAll('~1', '/').replaceAll('~0', '~')
    return isObject(inner) && Object.hasOwn(inner, key) ? inner[key] : undefined
  }, value)
}

function isInterval(value: unknown): value is { readonly low: number; readonly high: number } {
  return isObject(value) && typeof value.low === 'number' && typeof value.high === 'number'
}

function isRanking(value: unknown): value is readonly RankedLabel[] {
  return (
    Array.isArray(value) &&
    value.every(
      (each: unknown) => isObject(each) && typeof each.label === 'string' && typeof each.share === 'number'
    )
  )
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
