import { Command, CommanderError } from 'commander'
import { version } from '../app/version.ts'
import { InputError } from '../cascades/source/input-error.ts'
import { GroundswellError } from '../client/error.ts'
import { describeCause } from '../ports/describe-cause.ts'
import { describeField } from '../ports/invalid-field.ts'
import type { CommandEntry } from './command.ts'
import { commands } from './commands.ts'
import { exitCodeOf, exitCodes, VerificationError } from './exit-codes.ts'
import type { Terminal } from './terminal.ts'

const exitHelp = `
groundswell <command> --help describes a command.
Exit codes: 0 done, 1 internal error or failed verification, 2 wrong command or input, 3 a dependency failed, 130 interrupted.`

/** Runs one command line (without node and script) and returns the exit code. Prints errors; never throws. */
export async function runCommandLine(words: readonly string[], terminal: Terminal): Promise<number> {
  let program: Command | null = null
  try {
    program = await buildProgram(words, terminal)
    await program.parseAsync([...words], { from: 'user' })
    return exitCodes.done
  } catch (error) {
    const code = exitCodeOf(error)
    // Commander has printed its error already.
    if (!(error instanceof CommanderError)) terminal.printNote(await describeFailure(error, code, program))
    return code
  }
}

async function buildProgram(words: readonly string[], terminal: Terminal): Promise<Command> {
  const program = new Command('groundswell')
    .description(
      'Forecasts how far a post on a social network will spread, from the first minutes of its reshares.'
    )
    .version(version)
    .addHelpText('after', exitHelp)
    .exitOverride()
    .configureOutput({
      writeErr: text => terminal.printNote(text.trimEnd()),
      writeOut: text => void terminal.print(text.trimEnd())
    })
    .showHelpAfterError('(--help lists all options)')
  const asked = words[0] === 'help' ? words[1] : words[0]
  for (const entry of commands) {
    const { name, summary } = entry
    const command = program.command(name).description(summary).copyInheritedSettings(program)
    if (name === asked) await describeCommand(entry, command, words, terminal)
  }
  return program
}

async function describeCommand(
  { name, load, loadForPredictor }: CommandEntry,
  command: Command,
  words: readonly string[],
  terminal: Terminal
): Promise<void> {
  if (loadForPredictor === undefined) return (await load()).describe(command, terminal)
  const options = words.includes('--') ? words.slice(0, words.indexOf('--')) : words
  const isForPredictor = options.some(word => word === '--predictor' || word.startsWith('--predictor='))
  const { describe } = await (isForPredictor ? loadForPredictor : load)()
  describe(command, terminal)
  if (!isForPredictor)
    command.addHelpText(
      'after',
      `\nWith --predictor NAME the command works for any predictor, on JSON or JSON Lines:\n  groundswell ${name} --predictor NAME --help`
    )
}

/** Describes an error and, if a file is ambiguous, the option that resolves it. */
async function describeFailure(error: unknown, code: number, program: Command | null): Promise<string> {
  const words = describeError(error, code)
  if (!(error instanceof InputError) || error.question === null) return words
  const { describeQuestion } = await import('./table-options.ts')
  const command = program?.commands.find(({ options }) => options.length > 0)
  return `${words}\n${describeQuestion(error.question, command?.options.map(({ long }) => long ?? '') ?? [])}`
}

function describeError(error: unknown, code: number): string {
  if (!(error instanceof Error)) return `groundswell: ${String(error)}`
  if (error instanceof GroundswellError) return `groundswell: ${describeRefusal(error)}`
  if (code === exitCodes.internal && !(error instanceof VerificationError))
    return `groundswell: this is an internal error\n${error.stack}`
  return `groundswell: ${describeSystemError(error)}`
}

/** Describes an error of the operating system with the path that it is about. */
function describeSystemError(error: Error): string {
  const { path, syscall, message }: NodeJS.ErrnoException = error
  if (syscall === undefined) return message
  return path === undefined ? describeCause(error) : `${path}: ${describeCause(error)}`
}

function describeRefusal({ message, code, faults, requestId }: GroundswellError): string {
  const request = code === 'internal' && requestId !== null ? ` (request ${requestId})` : ''
  return [
    `${message}${request}`,
    ...faults.map(({ field, reason }) => `  ${describeField(field)} ${reason}`)
  ].join('\n')
}
