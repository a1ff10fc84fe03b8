import type { Command } from 'commander'
import { type Config, readConfig, readEnvironment } from '../app/config.ts'
import { readHolder } from '../app/data-folder.ts'
import { buildClient, type Client } from '../client/client.ts'
import { Failure } from '../ports/errors.ts'
import { UsageError } from './exit-codes.ts'
import type { Terminal } from './terminal.ts'

/** How a command was told where the service is. */
export interface ServiceOptions {
  readonly url?: string
  readonly dataDir?: string
}

/** A service, and whether it was started for this command and ends with it. */
interface OpenService {
  readonly client: Client
  readonly isOwn: boolean
  close(): Promise<void>
}

/** Adds what every command takes that speaks to the service. */
export function addServiceOptions(command: Command): Command {
  return command
    .option(
      '--url <address>',
      'the service (GROUNDSWELL_URL; by default the one that runs on the data folder)'
    )
    .option('--data-dir <dir>', 'the data folder of the service (DATA_DIR)')
    .option('--json', 'print the answer as JSON')
}

/** The settings, with the data folder a command was given. */
export function readConfigOf({ dataDir }: ServiceOptions): Config {
  const [environment, envFile] = readEnvironment()
  return readConfig({ ...environment, ...(dataDir === undefined ? {} : { DATA_DIR: dataDir }) }, envFile)
}

/** A client of the service that is named, or else of the one that runs on the data folder. Throws UsageError. */
export function reachService(options: ServiceOptions): Client {
  const config = readConfigOf(options)
  const found = findNamed(config, options) ?? findRunning(config)
  if (found) return found
  const where = `no service has run on ${config.dataFolder}`
  throw new UsageError(`${where}: start one (groundswell start), or name one by --url or GROUNDSWELL_URL`)
}

/**
 * The same; but where none is named and none runs, one is started in this process, on a free port of this machine.
 * Throws what startProgram throws.
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

/** A data folder that is named counts more than an address among the settings. */
function findNamed({ client }: Config, { url, dataDir }: ServiceOptions): Client | null {
  const named = url ?? (dataDir === undefined ? client.url : null)
  if (named === null) return null
  if (!URL.canParse(named) || !/^https?:/.test(named)) throw new UsageError(`'${named}' is no http address`)
  return buildClient({ url: named, ...(client.apiKey === null ? {} : { apiKey: client.apiKey }) })
}

function findRunning(config: Config): Client | null {
  const address = readHolder(config.dataFolder)?.address
  return address ? buildLocalClient(config, address) : null
}

/** Whoever may read the settings of the service on this machine has its keys. */
function buildLocalClient({ client, api }: Config, url: string): Client {
  const apiKey = client.apiKey ?? api.keys[0]?.secret
  return buildClient({ url, ...(apiKey === undefined ? {} : { apiKey }) })
}
