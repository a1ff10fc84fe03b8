import { InvalidArgumentError } from 'commander'
import {
  longestWindowSeconds,
  shortestWindowSeconds
} from '../../predictors/cascade-size/observation-input.ts'

/** A whole number from `least` to `most`. */
export function wholeNumber(least: number, most = Number.MAX_SAFE_INTEGER): (text: string) => number {
  return text => {
    const value = Number(text)
    if (text.trim() === '' || !Number.isSafeInteger(value) || value < least || value > most)
      throw new InvalidArgumentError(`A whole number ${describeRange(least, most)} is needed.`)
    return value
  }
}

/** A window in seconds: 60 to 604800 (7 days). */
export const windowSeconds = numberWithin(shortestWindowSeconds, longestWindowSeconds)

/** Windows in seconds, as in 300,600,3600; given back in rising order. */
export function windowList(text: string): readonly number[] {
  const windows = text.split(',').map(windowSeconds)
  if (new Set(windows).size !== windows.length) throw new InvalidArgumentError('A window is named twice.')
  return windows.sort((a, b) => a - b)
}

/** Names of a closed list, apart by commas. */
export function nameList(names: readonly string[]): (text: string) => readonly string[] {
  return text => {
    const found = text.split(',')
    if (new Set(found).size !== found.length || !found.every(name => names.includes(name)))
      throw new InvalidArgumentError(`Names of ${names.join(', ')} are needed, each once.`)
    return found
  }
}

/** Parses 'low:high' or one number for both, within bounds. */
export function range(least: number, most: number): (text: string) => readonly [number, number] {
  const parseEnd = numberWithin(least, most)
  return text => {
    const ends = text.split(':').map(parseEnd)
    const [low, high = low] = ends as [number, number?]
    if (ends.length > 2 || high < low) throw new InvalidArgumentError('LOW:HIGH or one number is needed.')
    return [low, high]
  }
}

/** A number from `least` to `most`. */
export function numberWithin(least: number, most: number): (text: string) => number {
  return text => {
    const value = Number(text)
    if (text.trim() === '' || !(value >= least && value <= most))
      throw new InvalidArgumentError(`A number ${describeRange(least, most)} is needed.`)
    return value
  }
}

function describeRange(least: number, most: number): string {
  return most >= Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `from ${least} to ${most}`
}
