import type { Random } from './random.ts'

/** Shuffles the values in place (Fisher and Yates); returns them. */
export function shuffle<Value>(values: Value[], random: Random): Value[] {
  for (let i = values.length - 1; i > 0; i--) {
    const other = random.integer(i + 1)
    const moved = values[i]
    values[i] = values[other]
    values[other] = moved
  }
  return values
}
