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
    // fsync and synchronous_commit stay on: durability is what is being tested.
    writeFileSync(join(data, 'postgresql.auto.conf'), 'max_connections = 200\n')
  },
  command: folder => ({
    file: join(bin, 'postgres'),
    args: ['-D', join(folder, 'data'), '-p', String(settings.postgresPort), '-h', '127.0.0.1', '-k', folder],
    options: owner()
  }),
  // 'Fast': at SIGTERM it would wait until every client has gone.
  stopSignal: 'SIGINT',
  // All of it is gone, but whoever is to collect the dead process may not have done so yet: its number would pass for alive.
  afterStop(folder) {
    for (const lock of ['data/postmaster.pid', `.s.PGSQL.${settings.postgresPort}.lock`])
      rmSync(join(folder, lock), { force: true })
  },
  isReady: () => answers(settings.postgresPort, startupMessage(), authenticationRequest)
})

/** The server refuses root: where we are root it runs as the user that its package made. */
function owner(): { readonly uid?: number; readonly gid: number } | { readonly uid?: undefined } {
  if (process.getuid?.() !== 0) return {}
  const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }))
  return { uid: id('-u'), gid: id('-g') }
}

// While it starts the server answers too, with an error ('E').
const authenticationRequest = 'R'.charCodeAt(0)

/** Protocol 3.0, user and database groundswell. */
function startupMessage(): Uint8Array {
  const body = Buffer.from('user\0groundswell\0database\0groundswell\0\0')
  const head = Buffer.alloc(8)
  head.writeInt32BE(8 + body.length, 0)
  head.writeInt32BE(196608, 4)
  return Buffer.concat([head, body])
}
