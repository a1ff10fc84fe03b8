import type { Command } from 'commander'
import type { Terminal } from './terminal.ts'

/** The function `describe` of cli/<command>.ts: adds the arguments, options and action of the command. */
type Describe = (command: Command, terminal: Terminal) => void

export interface CommandEntry {
  readonly name: string
  /** One line, imperative. */
  readonly summary: string
  /** Imports the command. Called only for the command that runs, to keep the start short. */
  readonly load: () => Promise<{ readonly describe: Describe }>
  /** Imports the variant of the command that --predictor NAME selects, if there is one. */
  readonly loadForPredictor?: () => Promise<{ readonly describe: Describe }>
}
