import type { Json } from '../predictors/predictor.ts'

/** The maximum relative difference that rounding on another machine may cause. */
const TOLERANCE = 1e-6

interface AnswerDifference {
  /** JSON pointer. */
  readonly path: string
  readonly before: Json
  readonly now: Json
}

/**
 * Finds the first difference between two answers. Numbers differ by more than a millionth of the larger one. A field that only
 * the newer answer has is no difference: a later program answers more. Null: none.
 */
export function findDifference(before: Json, now: Json, path = ''): AnswerDifference | null {
  if (typeof before === 'number' && typeof now === 'number') {
    const isNear = Math.abs(before - now) <= TOLERANCE * Math.max(Math.abs(before), Math.abs(now))
    return isNear ? null : { path, before, now }
  }
  if (!isObject(before) || !isObject(now) || Array.isArray(before) !== Array.isArray(now))
    return before === now ? null : { path, before, now }
  const keys = Array.isArray(now) && now.length > Object.keys(before).length ? now : before
  for (const key of Object.keys(keys)) {
    const found = findDifference(before[key] ?? null, now[key] ?? null, `${path}/${key}`)
    if (found) return found
  }
  return null
}

type Fields = { readonly [key: string]: Json }

function isObject(value: Json): value is Fields {
  return typeof value === 'object' && value !== null
}
