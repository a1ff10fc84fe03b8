import type { components } from '../ports/contract/generated/types.ts'
import { readPointer } from '../ports/contract/pointer/read-pointer.ts'

/** One part of an answer, as a predictor declares it. */
export type AnswerField = components['schemas']['AnswerField']

/** Formats each kind of number. */
export interface NumberFormats {
  number(value: number): string
  count(value: number): string
  share(value: number): string
  seconds(value: number): string
}

interface Quantile {
  readonly share: number
  readonly size: number
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
 * Formats the parts of an answer that a predictor declares, in the declared order. Skips a part that is null or absent, and
 * an empty list of cases or flags.
 * Writes a value that does not match its declared kind as JSON.
 */
export function describeAnswer(
  fields: readonly AnswerField[],
  output: unknown,
  formats: NumberFormats
): DescribedField[] {
  return fields.flatMap(({ path, label, kind, value: numberName = 'value' }) => {
    const value = readPointer(output, path)
    if (value === null || value === undefined || isEmptyList(kind, value)) return []
    const ranking = kind === 'ranking' && isRanking(value) ? value : null
    return [{ label, text: describeValue(kind, value, numberName, formats), ranking }]
  })
}

function describeValue(
  kind: AnswerField['kind'],
  value: unknown,
  numberName: string,
  formats: NumberFormats
): string {
  if (kind === 'text' && typeof value === 'string') return value
  if (kind === 'text' && typeof value === 'boolean') return value ? 'yes' : 'no'
  if (kind === 'interval' && isInterval(value))
    return `${formats.number(value.low)} to ${formats.number(value.high)}`
  if (kind === 'ranking' && isRanking(value))
    return value.map(({ label, share }) => `${label} ${formats.share(share)}`).join(', ')
  if (kind === 'factors' && isFactors(value))
    return value.map(({ title, factor }) => `${title} ×${Number(factor.toPrecision(2))}`).join(', ')
  if (kind === 'cases' && isCases(value, numberName))
    return value
      .map(each => `${formats.number(Number(each[numberName]))} (${each.id ?? 'id not stored'})`)
      .join(', ')
  if (kind === 'flags' && isFlags(value)) return value.map(({ text }) => text).join(' ')
  if (kind === 'quantiles' && isQuantiles(value)) return describeRanges(value, formats)
  if (typeof value === 'number' && isSingle(kind)) return formats[kind](value)
  return JSON.stringify(value)
}

/** The ranges of 50 and 95 % that the quantiles contain. */
function describeRanges(quantiles: readonly Quantile[], formats: NumberFormats): string {
  const sizeOf = (wanted: number) => quantiles.find(({ share }) => Math.abs(share - wanted) < 1e-9)?.size
  return [0.5, 0.95]
    .flatMap(coverage => {
      const low = sizeOf((1 - coverage) / 2)
      const high = sizeOf((1 + coverage) / 2)
      if (low === undefined || high === undefined) return []
      return `${formats.share(coverage)}: ${formats.number(low)} to ${formats.number(high)}`
    })
    .join(', ')
}

function isSingle(kind: AnswerField['kind']): kind is keyof NumberFormats {
  return kind === 'number' || kind === 'count' || kind === 'share' || kind === 'seconds'
}

function isInterval(value: unknown): value is { readonly low: number; readonly high: number } {
  return isObject(value) && typeof value.low === 'number' && typeof value.high === 'number'
}

function isQuantiles(value: unknown): value is readonly Quantile[] {
  return (
    Array.isArray(value) &&
    value.every(
      (each: unknown) => isObject(each) && typeof each.share === 'number' && typeof each.size === 'number'
    )
  )
}

function isRanking(value: unknown): value is readonly RankedLabel[] {
  return (
    Array.isArray(value) &&
    value.every(
      (each: unknown) => isObject(each) && typeof each.label === 'string' && typeof each.share === 'number'
    )
  )
}

function isFactors(value: unknown): value is readonly { readonly title: string; readonly factor: number }[] {
  return (
    Array.isArray(value) &&
    value.every(
      (each: unknown) => isObject(each) && typeof each.title === 'string' && typeof each.factor === 'number'
    )
  )
}

/** Cases, each with an id and a number of this name. */
function isCases(value: unknown, numberName: string): value is readonly Readonly<Record<string, unknown>>[] {
  return (
    Array.isArray(value) &&
    value.every(
      (each: unknown) =>
        isObject(each) &&
        (each.id === null || typeof each.id === 'string') &&
        typeof each[numberName] === 'number'
    )
  )
}

function isEmptyList(kind: AnswerField['kind'], value: unknown): boolean {
  return (kind === 'cases' || kind === 'flags') && Array.isArray(value) && value.length === 0
}

function isFlags(value: unknown): value is readonly { readonly text: string }[] {
  return (
    Array.isArray(value) && value.every((each: unknown) => isObject(each) && typeof each.text === 'string')
  )
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
