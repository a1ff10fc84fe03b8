import { execFileSync } from 'node:child_process'
import { chmodSync, chownSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { answers, buildServer, installPackages, runStep } from './server.ts'
import { settings } from './settings.ts'

const bin = '/usr/lib/postgresql/15/bin'

export const postgres = buildServer({
  name: 'postgres',
  install: () => installPackages('postgresql-15'),
  prepare(folder) {
    const data = join(folder, 'data')
    if (existsSync(join(data, 'PG_VERSION'))) return
    const as = owner()
    chmodSync(settings.folder, 0o755)
    mkdirSync(data, { recursive: true, mode: 0o700 })
    if (as.uid !== undefined) for (const each of [folder, data]) chownSync(each, as.uid, as.gid)
    runStep(
      join(bin, 'initdb'),
      ['-D', data, '-A', 'trust', '-U', 'groundswell', '-E', 'UTF8', '--locale=C'],
      as
    )
    const start = 'create database groundswell;\n'
    const single = ['--single', '-D', data, 'postgres']
    execFileSync(join(bin, 'postgres'), single, { ...as, input: start, stdio: ['pipe', 'ignore', 'inherit'] })
    // fsync and synchronous_commit stay on, since the tests check durability.
    writeFileSync(join(data, 'postgresql.auto.conf'), 'max_connections = 200\n')
  },
  command: folder => ({
    file: join(bin, 'postgres'),
    args: ['-D', join(folder, 'data'), '-p', String(settings.postgresPort), '-h', '127.0.0.1', '-k', folder],
    options: owner()
  }),
  // SIGINT is a fast shutdown. After SIGTERM, PostgreSQL waits for every client to disconnect.
  stopSignal: 'SIGINT',
  // The server has ended, but its id may still exist as a zombie, which the next start would take for a running server.
  afterStop(folder) {
    for (const lock of ['data/postmaster.pid', `.s.PGSQL.${settings.postgresPort}.lock`])
      rmSync(join(folder, lock), { force: true })
  },
  isReady: () => answers(settings.postgresPort, startupMessage(), authenticationRequest)
})

/** The server refuses to run as root. If this process is root, the server runs as the user of its package. */
function owner(): { readonly uid?: number; readonly gid: number } | { readonly uid?: undefined } {
  if (process.getuid?.() !== 0) return {}
  const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }))
  return { uid: id('-u'), gid: id('-g') }
}

// A starting server also answers, with an error ('E').
const authenticationRequest = 'R'.charCodeAt(0)

/** Protocol 3.0, user and database groundswell. */
function startupMessage(): Uint8Array {
  const body = Buffer.from('user\0groundswell\0database\0groundswell\0\0')
  const head = Buffer.alloc(8)
  head.writeInt32BE(8 + body.length, 0)
  head.writeInt32BE(196608, 4)
  return Buffer.concat([head, body])
}
