import { type Command, InvalidArgumentError, Option } from 'commander'
import { maxWindowSeconds, minWindowSeconds } from '../predictors/cascade-size/observation-input.ts'
import type { Terminal } from './terminal.ts'

/** Parses a whole number from `min` to `max`. */
export function wholeNumber(min: number, max = Number.MAX_SAFE_INTEGER): (text: string) => number {
  return text => {
    const value = Number(text)
    if (text.trim() === '' || !Number.isSafeInteger(value) || value < min || value > max)
      throw new InvalidArgumentError(`Must be a whole number ${describeRange(min, max)}.`)
    return value
  }
}

const parseWindow = numberWithin(minWindowSeconds, maxWindowSeconds)

/** Adds --window-seconds, one window: 60 to 604800 (7 days). */
export function addWindowOption(
  command: Command,
  terminal: Terminal,
  { isMandatory, description }: { readonly isMandatory: boolean; readonly description: string }
): Command {
  const option = new Option('--window-seconds <n>', description).argParser(parseWindow)
  return addRenamed(command, terminal, option.makeOptionMandatory(isMandatory), '--window <n>')
}

/** Adds --window-seconds for several windows, such as 300,600,3600. */
export function addWindowsOption(command: Command, terminal: Terminal): Command {
  const option = new Option(
    '--window-seconds <list>',
    'ages of a cascade at its forecasts, in seconds, comma-separated'
  )
    .argParser(parseWindows)
    .default([300, 600, 3_600])
  return addRenamed(command, terminal, option, '--windows <list>')
}

/** Adds an option with its deprecated flags `old`, which still work and print a note. */
export function addRenamed(command: Command, terminal: Terminal, option: Option, old: string): Command {
  const renamed = new Option(old).hideHelp().argParser((text: string) => {
    const value: unknown = option.parseArg ? option.parseArg(text, undefined) : text
    terminal.printNote(`${renamed.long} is deprecated: use ${option.long}`)
    command.setOptionValueWithSource(option.attributeName(), value, 'cli')
    return value
  })
  return command.addOption(option).addOption(renamed)
}

/** Parses windows in seconds, such as 300,600,3600, and sorts them. */
export function parseWindows(text: string): readonly number[] {
  const windows = text.split(',').map(parseWindow)
  if (new Set(windows).size !== windows.length)
    throw new InvalidArgumentError('Must not list a window twice.')
  return windows.sort((a, b) => a - b)
}

/** Parses comma-separated names, each one of `names`. */
export function nameList(names: readonly string[]): (text: string) => readonly string[] {
  return text => {
    const found = text.split(',')
    if (new Set(found).size !== found.length || !found.every(name => names.includes(name)))
      throw new InvalidArgumentError(`Must list names out of ${names.join(', ')}, each once.`)
    return found
  }
}

/** Parses 'low:high' or one number for both, within bounds. */
export function range(min: number, max: number): (text: string) => readonly [number, number] {
  const parseEnd = numberWithin(min, max)
  return text => {
    const [low = Number.NaN, high = low, ...others] = text.split(':').map(parseEnd)
    if (others.length > 0 || high < low) throw new InvalidArgumentError('Must be LOW:HIGH or one number.')
    return [low, high]
  }
}

/** Parses a number from `min` to `max`. */
export function numberWithin(min: number, max: number): (text: string) => number {
  return text => {
    const value = Number(text)
    if (text.trim() === '' || !(value >= min && value <= max))
      throw new InvalidArgumentError(`Must be a number ${describeRange(min, max)}.`)
    return value
  }
}

function describeRange(min: number, max: number): string {
  return max >= Number.MAX_SAFE_INTEGER ? `of at least ${min}` : `from ${min} to ${max}`
}
