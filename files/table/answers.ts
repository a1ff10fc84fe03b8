import { keysOf } from '../keys-of.ts'

/** The options that a user states about a table, if the table itself is ambiguous. */
export interface TableAnswers {
  /** Headings, or numbers from 1 in a table without a heading. */
  readonly timeColumn?: string | undefined
  readonly followersColumn?: string | undefined
  readonly cascadeColumn?: string | undefined
  readonly ignoreColumns?: readonly string[] | undefined
  readonly timeUnit?: TimeUnitName | undefined
  /** The origin of the times: the post at 0, or a clock (1970, or any other moment). */
  readonly timeOrigin?: TimeOrigin | undefined
  readonly decimal?: DecimalName | undefined
  readonly delimiter?: DelimiterName | undefined
  /** The format always counts seconds, so the reader does not ask for the unit of whole thousands and long times. */
  readonly assumeSeconds?: boolean | undefined
}

export type AnswerName = Exclude<keyof TableAnswers, 'assumeSeconds'>

export const timeUnits = {
  seconds: 1,
  milliseconds: 1e-3,
  microseconds: 1e-6,
  nanoseconds: 1e-9,
  minutes: 60,
  hours: 3600
} as const
export type TimeUnitName = keyof typeof timeUnits
export const timeUnitNames = keysOf(timeUnits)

export const timeOrigins = ['post', 'clock'] as const
export type TimeOrigin = (typeof timeOrigins)[number]

export const decimals = { dot: '.', comma: ',' } as const
export type DecimalName = keyof typeof decimals
export const decimalNames = keysOf(decimals)

export const delimiters = { comma: ',', semicolon: ';', tab: '\t', pipe: '|', space: ' ' } as const
export type DelimiterName = keyof typeof delimiters
export const delimiterNames = keysOf(delimiters)
