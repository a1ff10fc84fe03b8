import { resolve } from 'node:path'
import type { Command } from 'commander'
import type { Config } from '../app/config.ts'
import { readConfig, readEnvironment } from '../app/config.ts'
import { startProgram } from '../app/start.ts'
import type { Log } from '../ports/log.ts'
import { waitForSignal } from './signals.ts'
import type { Terminal } from './terminal.ts'

interface Options {
  readonly services?: string
  readonly port?: string
  readonly dataDir?: string
}

export function describe(command: Command, terminal: Terminal): void {
  command
    .description(
      'Runs the service until SIGTERM or Ctrl-C; a second one ends it at once. Settings come from the environment and from ' +
        '.env in the current folder. .env.example lists all settings.'
    )
    .option('--services <names>', 'services that this process runs, comma-separated (SERVICES)')
    .option('--port <n>', 'port to listen on (PORT)')
    .option('--data-dir <dir>', 'data folder (DATA_DIR)')
    .action((options: Options) => run(options, terminal))
}

async function run({ services, port, dataDir }: Options, terminal: Terminal): Promise<void> {
  const stopping = waitForSignal()
  const ending = new AbortController()
  void stopping.then(signal => ending.abort(new Error(signal)))
  const given = { SERVICES: services, PORT: port, DATA_DIR: dataDir }
  const named = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
  const [environment, envFile] = readEnvironment()
  const config = readConfig({ ...environment, ...named }, envFile)
  const log = await openLog(config)
  endOnBug(log)
  const program = await startProgram(config, log, ending.signal).catch(error => {
    if (!ending.signal.aborted) throw error
    return null
  })
  if (program === null) return log.info('stopped before it was started')
  greet(program.url, config, terminal)
  const signal = await stopping
  log.info('stopping', { signal })
  const isClean = await program.close()
  log.info('stopped', { isClean })
  // All parts are closed. A handle that a library keeps open must not keep the process.
  setTimeout(() => process.exit(), 1_000).unref()
}

async function openLog({ logLevel }: Config): Promise<Log> {
  if (process.stdout.isTTY) {
    const { buildPlainLog } = await import('../adapters/log/plain.ts')
    return buildPlainLog(logLevel, line => void process.stdout.write(line))
  }
  const { buildLog } = await import('../adapters/log/pino.ts')
  return buildLog(logLevel)
}

/** Ends the process after an uncaught error: the state in memory is unknown, and what was accepted is durable. */
function endOnBug(log: Log): void {
  const end = (error: unknown) => {
    log.error('ended by an internal error', { error })
    process.exit(1)
  }
  process.on('uncaughtException', end)
  process.on('unhandledRejection', end)
}

function greet(url: string | null, { mode, dataFolder, services }: Config, terminal: Terminal): void {
  const place =
    mode === 'embedded' ? `Data folder: ${resolve(dataFolder)}` : 'The data is on the servers of the cluster'
  if (url === null) terminal.printNote(`Groundswell runs ${services.join(', ')}. ${place}`)
  else
    terminal.printNote(`
Groundswell listens on ${url} (documentation: ${url}/docs)
${place}

Submit a first cascade (times in seconds since the post, magnitudes in followers) and wait for its forecast:

  curl -s ${url}/cascades -H 'content-type: application/json' -H 'prefer: wait=10' -d '{"events":[
    {"time":0,"magnitude":5400},{"time":4,"magnitude":310},{"time":7,"magnitude":1200},{"time":11,"magnitude":88},
    {"time":16,"magnitude":460},{"time":21,"magnitude":2100},{"time":28,"magnitude":75},{"time":35,"magnitude":640},
    {"time":44,"magnitude":18},{"time":58,"magnitude":930},{"time":75,"magnitude":240},{"time":96,"magnitude":57},
    {"time":130,"magnitude":410},{"time":190,"magnitude":133}],"windowSeconds":300}'
`)
}
