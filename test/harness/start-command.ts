import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '../..')
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
const [, flags, program] = /^node ((?:--\S+ )*)(\S+) start$/.exec(scripts.start) ?? []
if (flags === undefined || program === undefined)
  throw new Error(`scripts.start is not 'node FLAGS PROGRAM start': ${scripts.start}`)

/** The arguments that `npm start` gives to node: the flags and the absolute path of the program. */
export const startCommand: readonly string[] = [
  ...flags.split(' ').filter(Boolean),
  join(root, program),
  'start'
]
