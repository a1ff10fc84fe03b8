import type { Command } from 'commander'
import { type Config, readConfig, readEnvironment } from '../app/config.ts'
import { readHolder } from '../app/data-folder.ts'
import { buildClient, type Client } from '../client/client.ts'
import { Failure } from '../ports/errors.ts'
import { UsageError } from './exit-codes.ts'
import type { Terminal } from './terminal.ts'

/** The options that name the service. */
export interface ServiceOptions {
  readonly url?: string
  readonly dataDir?: string
}

/** A client of a service. */
interface OpenService {
  readonly client: Client
  /** The service was started for this command and ends with it. */
  readonly isOwn: boolean
  close(): Promise<void>
}

/** Adds the options of every command that calls the service. */
export function addServiceOptions(command: Command): Command {
  return command
    .option(
      '--url <address>',
      'address of the service (GROUNDSWELL_URL; default: the service that runs on the data folder)'
    )
    .option('--data-dir <dir>', 'data folder of the service (DATA_DIR)')
    .option('--json', 'print the answer as JSON')
}

/** Reads the settings; `dataDir` takes precedence over DATA_DIR. */
export function readConfigOf({ dataDir }: ServiceOptions): Config {
  const [environment, envFile] = readEnvironment()
  return readConfig({ ...environment, ...(dataDir === undefined ? {} : { DATA_DIR: dataDir }) }, envFile)
}

/** A client of the service that the options name, by default of the one on the data folder. Throws UsageError. */
export function reachService(options: ServiceOptions): Client {
  const config = readConfigOf(options)
  const found = findNamed(config, options) ?? findRunning(config)
  if (found) return found
  const where = `no service has run on ${config.dataFolder}`
  throw new UsageError(`${where}: start one (groundswell start), or name one with --url or GROUNDSWELL_URL`)
}

/**
 * A client of the service that the options name, or of the one on the data folder. If none runs there, starts one in this
 * process, on a free port. Throws the errors of startProgram.
 */
export async function openService(
  config: Config,
  options: ServiceOptions,
  services: readonly string[],
  terminal: Terminal
): Promise<OpenService> {
  const named = findNamed(config, options)
  if (named) return { client: named, isOwn: false, close: async () => {} }
  const [{ buildPlainLog }, { startProgram }] = await Promise.all([
    import('../adapters/log/plain.ts'),
    import('../app/start.ts')
  ])
  const log = buildPlainLog('warn', line => terminal.printNote(line.trimEnd()))
  try {
    const program = await startProgram({ ...config, host: '127.0.0.1', port: 0, services }, log)
    const client = buildLocalClient(config, program.url!)
    return { client, isOwn: true, close: async () => void (await program.close()) }
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== 'data-folder-in-use') throw error
    const client = findRunning(config)
    if (!client) throw error
    return { client, isOwn: false, close: async () => {} }
  }
}

/** The service that trains for `train --publish`. Where none runs, prints that the training runs in the data folder. */
export async function openTrainingService(
  config: Config,
  options: ServiceOptions,
  terminal: Terminal
): Promise<OpenService> {
  const service = await openService(config, options, ['api', 'trainer'], terminal)
  if (service.isOwn)
    terminal.printNote(
      `no service answers for ${config.dataFolder}: training in the folder itself (use --url or DATA_DIR to reach a service)`
    )
  return service
}

/** --data-dir takes precedence over GROUNDSWELL_URL. */
function findNamed({ client }: Config, { url, dataDir }: ServiceOptions): Client | null {
  const named = url ?? (dataDir === undefined ? client.url : null)
  if (named === null) return null
  if (!URL.canParse(named) || !/^https?:/.test(named))
    throw new UsageError(`the address of the service must start with http:// or https:// (got ${named})`)
  return buildClient({ url: named, ...(client.apiKey === null ? {} : { apiKey: client.apiKey }) })
}

function findRunning(config: Config): Client | null {
  const address = readHolder(config.dataFolder)?.address
  return address ? buildLocalClient(config, address) : null
}

/** A process that reads the settings of the service on this machine has its API keys. */
function buildLocalClient({ client, api }: Config, url: string): Client {
  const apiKey = client.apiKey ?? api.keys[0]?.secret
  return buildClient({ url, ...(apiKey === undefined ? {} : { apiKey }) })
}
