import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, copyFileSync, cpSync, globSync, mkdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { temporaryFolder } from '../harness/temporary.ts'
import { readTool, root, runTool } from './run-tool.ts'

/** The user that the program runs as. Where we may not become that one, it is ourselves. */
const isRoot = process.getuid!() === 0
const user = isRoot ? { uid: 1000, gid: 1000 } : {}

interface Instruction {
  readonly name: string
  readonly text: string
}

const instructions: readonly Instruction[] = readFileSync(join(root, 'Dockerfile'), 'utf8')
  .split('\n')
  .filter(line => /^[A-Z]/.test(line))
  .map(line => ({ name: line.split(' ', 1)[0]!, text: line.slice(line.indexOf(' ') + 1) }))

function only(name: string): string {
  return instructions.filter(each => each.name === name).map(({ text }) => text)[0]!
}

/** What `COPY . .` copies: the checkout's files, of those that .dockerignore lets in. */
function copyContext(folder: string): void {
  const [all, ...lines] = readFileSync(join(root, '.dockerignore'), 'utf8')
    .split('\n')
    .filter(line => line !== '' && !line.startsWith('#'))
  expect(all).toBe('*')
  const taken = lines.map(line => /^!([\w./-]+)$/.exec(line)![1]!)
  const files = readTool('git', ['ls-files', '-co', '--exclude-standard']).trim().split('\n')
  for (const file of files)
    if (taken.some(path => file === path || file.startsWith(`${path}/`)))
      cpSync(join(root, file), join(folder, file))
  for (const path of taken) expect([path, globSync(join(folder, path)).length]).toEqual([path, 1])
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  return port
}

test('runs every command in a clean checkout; the result starts as another user, writes nothing and stops cleanly', async () => {
  const place = temporaryFolder()
  const [app, home, bin, data] = ['app', 'home', 'bin', 'data'].map(name => join(place, name)) as [
    string,
    string,
    string,
    string
  ]
  for (const folder of [app, home, bin, data]) mkdirSync(folder)
  chmodSync(place, 0o755)
  copyFileSync(process.execPath, join(bin, 'node'))
  if (isRoot) execFileSync('chown', ['1000:1000', home, data])
  copyContext(app)
  const environment = { PATH: `${bin}:${dirname(process.execPath)}:${process.env.PATH}`, HOME: home }

  let isTheirs = false
  let count = 0
  for (const { name, text } of instructions) {
    if (name === 'USER') isTheirs = true
    if (name !== 'RUN') continue
    const command = text.replaceAll('/app', app).replaceAll('1000:1000', isRoot ? '1000:1000' : '')
    const env = { ...process.env, ...environment, HOME: isTheirs ? home : process.env.HOME }
    readTool('sh', ['-ec', command], { cwd: app, env, ...(isTheirs && user) })
    count++
  }
  expect(count).toBe(3)

  // As the second stage has it: root's, readable by all.
  if (isRoot) execFileSync('chown', ['-R', '0:0', app])
  const listing = () => readTool('find', [app, '-printf', '%p %T@\n'])
  const before = listing()
  const settings = { ...environment, NODE_ENV: 'production', DATA_DIR: data, HOST: '127.0.0.1', PORT: '0' }
  const env = { ...settings, HEALTH_PORT: String(await findFreePort()) }
  const [file, ...args] = [...JSON.parse(only('ENTRYPOINT')), ...JSON.parse(only('CMD'))] as [
    string,
    ...string[]
  ]
  const program = spawn(file, args, { cwd: app, env, ...user, stdio: 'ignore' })
  const ended = once(program, 'exit')
  onTestFinished(() => void program.kill('SIGKILL'))
  const [, probe] = /CMD (\[.*\])/.exec(only('HEALTHCHECK'))!
  const [asking, ...how] = JSON.parse(probe!) as [string, ...string[]]
  expect(runTool(asking, how, { cwd: app, env: { ...env, HEALTH_PORT: '1' } }).status).toBe(1)
  await vi.waitFor(
    async () => {
      expect(runTool(asking, how, { cwd: app, env, ...user }).status).toBe(0)
      const ready = await fetch(`http://127.0.0.1:${env.HEALTH_PORT}/health/ready`)
      expect(ready.status).toBe(200)
    },
    { timeout: 60_000, interval: 200 }
  )
  program.kill('SIGTERM')
  expect(await ended).toEqual([0, null])
  expect(listing()).toBe(before)
  expect(globSync(join(app, 'node_modules/.cache/groundswell/*', isRoot ? '*' : ''))).not.toEqual([])
})

test('builds both stages on one pinned image with the tested version of Node', () => {
  const { devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const bases = instructions.filter(({ name }) => name === 'FROM').map(({ text }) => text.split(' ', 1)[0])
  expect(bases).toEqual(Array(2).fill(`node:${devDependencies.node}-slim`))
})

// Elsewhere the commands run as above.
if (isRoot && ['buildah', 'debootstrap'].every(name => spawnSync(name, ['--version']).error === undefined)) {
  test('builds with buildah: not root, with a health check', { timeout: 600_000 }, () => {
    const tag = `groundswell-test-${process.pid}`
    readTool(process.execPath, ['deploy/image/build-here.ts', tag])
    const buildah = (...args: readonly string[]) => readTool('buildah', ['--storage-driver', 'vfs', ...args])
    onTestFinished(() => void buildah('rmi', tag))
    const { Docker } = JSON.parse(buildah('inspect', '--type', 'image', tag))
    expect(Docker.config).toMatchObject({
      User: '1000:1000',
      Entrypoint: JSON.parse(only('ENTRYPOINT')),
      Cmd: JSON.parse(only('CMD')),
      Volumes: { '/data': {} },
      Healthcheck: { Test: ['CMD', 'node', 'deploy/image/is-alive.js'] }
    })
  })
}
