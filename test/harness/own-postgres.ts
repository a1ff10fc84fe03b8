import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, rmSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect } from 'vitest'
import { makeTemporaryFolder } from './temporary.ts'

const run = promisify(execFile)
const program = join(import.meta.dirname, '../../deploy/servers/main.ts')

/** A PostgreSQL server for one test, which the test may kill. */
export interface OwnPostgres {
  readonly url: string
  /** SIGKILL. */
  kill(): void
  /** Stops it regularly. Resolves once it has ended. */
  stop(): Promise<void>
  /** Resolves once it answers again. */
  start(): Promise<void>
  remove(): Promise<void>
}

export async function startOwnPostgres(): Promise<OwnPostgres> {
  const folder = makeTemporaryFolder()
  const port = await findFreePort()
  const env = { ...process.env, SERVERS_DIR: folder, SERVERS_POSTGRES_PORT: String(port) }
  const services = (action: string) => run(process.execPath, [program, action, 'postgres'], { env })
  const server: OwnPostgres = {
    url: `postgres://groundswell@127.0.0.1:${port}/groundswell`,
    kill() {
      const [pid] = readFileSync(join(folder, 'run/postgres/pid'), 'utf8').split(' ')
      process.kill(Number(pid), 'SIGKILL')
    },
    stop: async () => void (await services('down')),
    // A killed server holds its shared memory for a moment, and the next one refuses to start until then.
    start: async () => void (await expect.poll(() => services('up'), { timeout: 60_000 }).toBeDefined()),
    async remove() {
      await services('wipe')
      rmSync(folder, { recursive: true, force: true })
    }
  }
  await server.start()
  return server
}

async function findFreePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  await once(probe, 'close')
  return port
}
