import { isRecord } from '../../learners/json.ts'
import type { Json } from '../predictor.ts'

/** Typed access to the values of a JSON object. */
export interface Fields {
  value(name: string): Json
  /** Null if the value is missing. */
  optional(name: string): Json
  text(name: string): string
  number(name: string): number
  positive(name: string): number
  /** From 0 to 1. */
  share(name: string): number
  list(name: string): readonly Json[]
}

/** The accessors throw a TypeError that names the location of a missing value or a value of the wrong type. */
export function readFields(value: Json, place: string): Fields {
  if (!isRecord(value)) refuse(`${place} is not an object`)
  const fail = (name: string, what: string) => refuse(`${place}.${name} is not ${what}`)
  const fields: Fields = {
    value: name => (Object.hasOwn(value, name) ? value[name] : refuse(`${place}.${name} is missing`)),
    optional: name => (Object.hasOwn(value, name) ? value[name] : null),
    text: name => {
      const found = fields.value(name)
      return typeof found === 'string' ? found : fail(name, 'text')
    },
    number: name => {
      const found = fields.value(name)
      return typeof found === 'number' ? found : fail(name, 'a number')
    },
    positive: name => {
      const found = fields.number(name)
      return found > 0 ? found : fail(name, 'positive')
    },
    share: name => {
      const found = fields.number(name)
      return found >= 0 && found <= 1 ? found : fail(name, 'from 0 to 1')
    },
    list: name => {
      const found = fields.value(name)
      return Array.isArray(found) ? found : fail(name, 'a list')
    }
  }
  return fields
}

/** Throws the TypeError for bytes that are no model of this predictor. */
export function refuse(reason: string): never {
  throw new TypeError(`not a cascade-size model: ${reason}`)
}
