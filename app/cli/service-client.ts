import { Failure } from '../../ports/errors.ts'
import type { Config } from '../config.ts'
import { readHolder } from '../data-folder.ts'
import { startProgram } from '../start.ts'
import { UsageError } from './exit-codes.ts'
import type { Terminal } from './terminal.ts'

/** A service to talk to over HTTP. */
export interface ServiceClient {
  /** It was started for this command and ends with it. */
  readonly isOwn: boolean
  get<Body>(path: string): Promise<Body>
  post<Body>(path: string, body?: unknown): Promise<Body>
  close(): Promise<void>
}

/**
 * The service that runs on the data folder; where none does, one is started in this process, on a free port of this
 * machine. Throws what startProgram throws.
 */
export async function openService(config: Config, terminal: Terminal): Promise<ServiceClient> {
  const { buildPlainLog } = await import('../../adapters/log/plain.ts')
  const log = buildPlainLog('warn', line => terminal.tell(line.trimEnd()))
  try {
    const services = ['api', 'worker', 'trainer', 'collector', 'source']
    const program = await startProgram({ ...config, host: '127.0.0.1', port: 0, services }, log)
    return buildClient(program.url!, config, true, async () => void (await program.close()))
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== 'data-folder-in-use') throw error
    const address = readHolder(config.dataFolder)?.address
    if (!address) throw error
    return buildClient(address, config, false, async () => {})
  }
}

function buildClient(
  url: string,
  { api }: Config,
  isOwn: boolean,
  close: () => Promise<void>
): ServiceClient {
  const key = api.keys[0]?.secret
  const authorization: Record<string, string> = key ? { authorization: `Bearer ${key}` } : {}

  async function ask<Body>(path: string, init: RequestInit): Promise<Body> {
    const response = await fetch(new URL(path, url), init).catch(cause => {
      throw new Failure('database-unavailable', `the service at ${url} does not answer`, { cause })
    })
    const body = (await response.json()) as Body & { readonly title?: string; readonly detail?: string }
    if (response.ok) return body
    const reason = `${url}: ${body.detail ?? body.title ?? response.status}`
    if (response.status < 500 && response.status !== 429) throw new UsageError(reason)
    throw new Failure('database-unavailable', reason)
  }

  return {
    isOwn,
    close,
    get: path => ask(path, { headers: authorization }),
    post: (path, body) =>
      ask(path, {
        method: 'POST',
        headers: { ...authorization, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
        ...(body === undefined ? {} : { body: JSON.stringify(body) })
      })
  }
}
