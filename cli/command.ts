import type { Command } from 'commander'
import type { Terminal } from './terminal.ts'

/** What cli/<command>.ts exports as `describe`: adds the command's arguments, options and action. */
type Describe = (command: Command, terminal: Terminal) => void

export interface CommandEntry {
  readonly name: string
  /** One line, imperative. */
  readonly summary: string
  /** Loaded only when this command is asked for: a start costs what the command needs. */
  readonly load: () => Promise<{ readonly describe: Describe }>
  /** The command as it is with --predictor NAME, where that is another one. */
  readonly loadForPredictor?: () => Promise<{ readonly describe: Describe }>
}
