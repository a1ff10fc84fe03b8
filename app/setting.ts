/** One setting: its environment variable, its default and its parser. */
export interface Setting<Value> {
  readonly variable: string
  /** The default, as it would be written in `.env`; '' for none. */
  readonly preset: string
  /** One or more full sentences for .env.example and the reference of settings. */
  readonly help: string
  /** Its value never appears in an error. */
  readonly isSecret?: true
  /** Throws SettingError. */
  readonly parse: (text: string) => Value
}

/** A value is not valid. The message continues the name of the setting: `must be true or false`. */
export class SettingError extends Error {}

/** Settings in groups; each group configures one part of the program. */
export interface SettingTree {
  readonly [name: string]: Setting<unknown> | SettingTree
}
export type ValueOf<Tree> = {
  readonly [Name in keyof Tree]: Tree[Name] extends Setting<infer Value> ? Value : ValueOf<Tree[Name]>
}

export function isSetting(node: Setting<unknown> | SettingTree): node is Setting<unknown> {
  return typeof node.variable === 'string'
}

export function integer(
  variable: string,
  preset: number,
  [min, max]: readonly [number, number],
  help: string
): Setting<number> {
  return { variable, preset: String(preset), help, parse }
  function parse(text: string): number {
    const value = Number(text)
    if (!/^-?\d+$/.test(text) || !(value >= min && value <= max))
      throw new SettingError(`must be a whole number from ${min} to ${max}`)
    return value
  }
}

export function decimal(
  variable: string,
  preset: number,
  [min, max]: readonly [number, number],
  help: string
): Setting<number> {
  return { variable, preset: String(preset), help, parse }
  function parse(text: string): number {
    const value = Number(text)
    if (text.trim() === '' || !(value >= min && value <= max))
      throw new SettingError(`must be a number from ${min} to ${max}`)
    return value
  }
}

export function flag(variable: string, preset: boolean, help: string): Setting<boolean> {
  return { variable, preset: String(preset), help, parse }
  function parse(text: string): boolean {
    if (text !== 'true' && text !== 'false') throw new SettingError('must be true or false')
    return text === 'true'
  }
}

export function text(variable: string, preset: string, help: string): Setting<string> {
  return { variable, preset, help, parse: given => given }
}

/** Null where it is empty, which is its default. */
function optional<Value>(setting: Setting<Value>): Setting<Value | null> {
  return { ...setting, preset: '', parse: given => (given === '' ? null : setting.parse(given)) }
}

export function optionalText(variable: string, help: string): Setting<string | null> {
  return optional(text(variable, '', help))
}

export function optionalAddress(variable: string, help: string): Setting<string | null> {
  return optional({ variable, preset: '', help, parse })
  function parse(given: string): string {
    if (!URL.canParse(given) || !/^https?:/.test(given))
      throw new SettingError('must be an address that starts with http:// or https://')
    return given
  }
}

export function optionalNumber(
  variable: string,
  range: readonly [number, number],
  help: string
): Setting<number | null> {
  return optional(decimal(variable, 0, range, help))
}

export function optionalInteger(
  variable: string,
  range: readonly [number, number],
  help: string
): Setting<number | null> {
  return optional(integer(variable, 0, range, help))
}

export function choice<Name extends string>(
  variable: string,
  preset: Name,
  names: readonly Name[],
  help: string
): Setting<Name> {
  return { variable, preset, help, parse }
  function parse(given: string): Name {
    const name = names.find(each => each === given)
    if (name === undefined) throw new SettingError(`must be one of ${names.join(', ')}`)
    return name
  }
}

/** Comma-separated; `parseItem` parses each item. An empty text gives an empty list. */
export function list<Item>(
  variable: string,
  preset: string,
  parseItem: (text: string) => Item,
  help: string
): Setting<readonly Item[]> {
  return { variable, preset, help, parse }
  function parse(given: string): readonly Item[] {
    const items = given
      .split(',')
      .map(item => item.trim())
      .filter(item => item !== '')
    if (new Set(items).size !== items.length) throw new SettingError('must not list a value twice')
    return items.map(parseItem)
  }
}

/** One day in seconds. */
export const DAY = 86_400

/** Parses an item of a list that may be any text. */
export function name(given: string): string {
  return given
}
