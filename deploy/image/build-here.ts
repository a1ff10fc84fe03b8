import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { runStep } from '../servers/server.ts'
import { installFolder } from '../servers/settings.ts'

const usage = `usage: node deploy/image/build-here.ts [TAG]
Builds the Dockerfile with buildah on a machine without a container engine (requires root and the Debian packages buildah
and debootstrap). Does not pull the base image but builds it: a Debian tree with the Node of this checkout and the npm of
this machine, under the name in FROM. Default TAG: groundswell.`

const root = join(import.meta.dirname, '../..')
// Requires no kernel support for layers.
const storage = ['--storage-driver', 'vfs']

if (process.argv.length > 3 || process.argv[2]?.startsWith('-')) {
  console.error(usage)
  process.exit(2)
}
buildHere(process.argv[2] ?? 'groundswell')

function buildHere(tag: string): void {
  const [, base] = /^FROM (\S+)/m.exec(readFileSync(join(root, 'Dockerfile'), 'utf8'))!
  const name = `docker.io/library/${base}`
  if (
    spawnSync('buildah', [...storage, 'inspect', '--type', 'image', name], { stdio: 'ignore' }).status !== 0
  )
    importBase(name, makeTree())
  const how = ['--isolation', 'chroot', '--pull-never', '--layers=false', '--format', 'docker']
  runStep('buildah', [...storage, 'bud', ...how, '-t', tag, root])
}

/** Builds the parts of the official image that the Dockerfile uses: Debian, Node, npm. */
function makeTree(): string {
  const tree = join(installFolder, 'image-base')
  if (existsSync(tree)) return tree
  const making = `${tree}.making`
  rmSync(making, { recursive: true, force: true })
  mkdirSync(making, { recursive: true })
  runStep('debootstrap', [
    '--variant=minbase',
    '--include=ca-certificates,libatomic1,libstdc++6',
    'bookworm',
    making
  ])
  cpSync(process.execPath, join(making, 'usr/local/bin/node'))
  const packages = join(making, 'usr/local/lib/node_modules')
  mkdirSync(packages, { recursive: true })
  const npm = join(execFileSync('npm', ['root', '-g'], { encoding: 'utf8' }).trim(), 'npm')
  cpSync(npm, join(packages, 'npm'), { recursive: true, dereference: true })
  runStep('ln', ['-s', '../lib/node_modules/npm/bin/npm-cli.js', join(making, 'usr/local/bin/npm')])
  // The image trusts the same certificates as this machine.
  cpSync('/etc/ssl/certs', join(making, 'etc/ssl/certs'), { recursive: true, dereference: true, force: true })
  renameSync(making, tree)
  return tree
}

function importBase(name: string, tree: string): void {
  const run = (...args: readonly string[]) => {
    const output = execFileSync('buildah', [...storage, ...args], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 2]
    })
    return output.trim()
  }
  const container = run('from', 'scratch')
  run('add', '--quiet', container, tree, '/')
  run('config', '--env', 'PATH=/usr/local/bin:/usr/bin:/bin', '--env', 'NODE_USE_SYSTEM_CA=1', container)
  run('commit', '--quiet', container, name)
  run('rm', container)
}
