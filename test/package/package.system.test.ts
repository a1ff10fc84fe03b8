import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, globSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import about from '../../package.json' with { type: 'json' }
import { useClientOnOwnPage } from '../client/in-browser.ts'
import { makeTemporaryFolder } from '../harness/temporary.ts'
import { hasBrowser, openPage } from '../web/browser.ts'
import { type Installed, installPackage } from './installed.ts'

const counter = pathToFileURL(join(import.meta.dirname, 'count-webassembly.mjs')).href
const folder = makeTemporaryFolder()
let installed: Installed
beforeAll(async () => {
  installed = await installPackage(folder)
}, 600_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const seenFile = join(folder, 'webassembly-seen')
const counting = () => ({ NODE_OPTIONS: `--import=${counter}`, WEBASSEMBLY_SEEN: seenFile })

/** `npx groundswell start`, on a free port. */
async function startInstalled(): Promise<string> {
  rmSync(seenFile, { force: true })
  const program: ChildProcess = spawn(
    process.execPath,
    [join(installed.folder, 'node_modules/.bin/groundswell'), 'start'],
    { cwd: installed.folder, env: { ...installed.environment, ...counting(), PORT: '0' } }
  )
  const ended = once(program, 'exit')
  onTestFinished(async () => {
    program.kill('SIGTERM')
    await ended
  })
  let stderrText = ''
  program.stderr!.on('data', chunk => {
    stderrText += chunk
  })
  return new Promise((resolve, reject) => {
    createInterface({ input: program.stdout! }).on('line', line => {
      const { message, url } = JSON.parse(line) as { message: string; url?: string }
      if (message === 'started') resolve(url!)
    })
    program.once('exit', () => reject(new Error(`it ended: ${stderrText}`)))
  })
}

test('packs the program, the library, the client, the page and the examples, and nothing else', () => {
  const paths = installed.tarball.files.map(({ path }) => path)
  for (const path of [
    'cli/launch.js',
    'adapters/threads/entry.js',
    'adapters/database/sqlite/owner-thread.js'
  ])
    expect(paths).toContain(`dist/package/${path}`)
  const others = paths.filter(path => !/^(package\.json|README\.md|dist\/package\/.*)$/.test(path))
  expect(others).toEqual([])
  expect(paths.filter(path => /\.map$|\/(test|bench|deploy)\/|(?<!\.d)\.ts$/.test(path))).toEqual([])
  // 1.6 MB of it are the first model of cascade-size, and 2 MB that of language.
  expect(installed.tarball.size).toBeLessThan(5_500_000)
  const { dependencies } = JSON.parse(readFileSync(join(installed.packageFolder, 'package.json'), 'utf8'))
  expect(Object.keys(dependencies)).not.toContain('node')
  expect(existsSync(join(installed.folder, 'node_modules/node'))).toBe(false)
})

test('npx groundswell prints its version, trains and evaluates, and does not change its package', async () => {
  const before = newestIn(installed.packageFolder)
  const groundswell = (...words: string[]) => installed.run('npx', '--no-install', 'groundswell', ...words)
  expect((await groundswell('--version')).stdout.trim()).toBe(about.version)
  const examples = join(installed.packageFolder, 'dist/package/examples/simulated')
  const trained = await groundswell(
    'train',
    examples,
    '--window-seconds',
    '600',
    '--trees',
    '20',
    '--out',
    'model',
    '--json'
  )
  expect(JSON.parse(trained.stdout)).toMatchObject({ windows: [{ windowSeconds: 600 }] })
  const asked = ['evaluate', examples, '--window-seconds', '600', '--folds', '2', '--trees', '20', '--json']
  const [window] = JSON.parse((await groundswell(...asked)).stdout).windows
  expect(window.methods.map(({ method }: { method: string }) => method)).toContain('hybrid')
  expect(newestIn(installed.packageFolder)).toBe(before)
  expect(existsSync(join(folder, 'cache/groundswell'))).toBe(true)
}, 300_000)

function newestIn(projectFolder: string): number {
  return Math.max(
    ...globSync('**', { cwd: projectFolder }).map(path => statSync(join(projectFolder, path)).mtimeMs)
  )
}

test('npx groundswell start forecasts on a thread in WebAssembly, and sends its page as JavaScript', async () => {
  const url = await startInstalled()
  const events = Array.from({ length: 40 }, (_, i) => ({
    time: i * i * 0.39,
    magnitude: 100 + ((i * 7919) % 5000)
  }))
  const answer = await fetch(`${url}/cascades`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', prefer: 'wait=30' },
    body: JSON.stringify({ events, window: 600 })
  })
  expect(await answer.json()).toMatchObject({
    state: 'succeeded',
    result: { method: 'hybrid', observedEvents: 40 }
  })
  const threads = readFileSync(seenFile, 'utf8').trim().split('\n')
  expect(threads.length).toBeGreaterThan(0)
  for (const seen of threads) expect(seen).toMatch(/^sums [1-9]\d*$/)

  const page = await (await fetch(url)).text()
  const [, main] = /<script type="module" src="([^"]+)"/.exec(page)!
  expect(main).toMatch(/\.js$/)
  const modules = await fetchModules(new URL(main!, url))
  expect(modules.size).toBeGreaterThan(20)
})

/** A module and all it imports, each of which must be there. */
async function fetchModules(url: URL, found: Set<string> = new Set()): Promise<Set<string>> {
  if (found.has(url.href)) return found
  found.add(url.href)
  const response = await fetch(url)
  expect([url.href, response.status]).toEqual([url.href, 200])
  const text = await response.text()
  for (const [, name] of text.matchAll(/(?:from|import\()\s*["'](\.[^"']+)["']/g))
    await fetchModules(new URL(name!, url), found)
  return found
}

test.skipIf(!hasBrowser)('calls the service from a browser with the compiled client', async () => {
  const url = await startInstalled()
  await useClientOnOwnPage(await openPage(url), '/client/client.js')
})

test('the library forecasts, fits, simulates and trains, in WebAssembly and on threads', async () => {
  rmSync(seenFile, { force: true })
  const program = `
    import { decodeModel, encodeModel, fit, forecast, simulate, train } from 'groundswell'
    const cascades = simulate({ cascades: 80, seed: 1 })
    const model = decodeModel(encodeModel(await train(cascades, { windows: [600], trees: 20, threads: 2 })))
    const { events } = simulate({ cascades: 1, seed: 2, minimumEvents: 50 })[0]
    const observed = { events, windowSeconds: 600 }
    const { point, interval, method } = forecast(observed, { model })
    const refused = (() => { try { forecast({ events: [] }) } catch (error) { return String(error) } })()
    console.log(JSON.stringify({ point, interval, method, n: fit(observed).branchingFactor, refused }))
  `
  writeFileSync(join(installed.folder, 'program.mjs'), program)
  const { stdout } = await installed.run(
    'env',
    ...Object.entries(counting()).map(pair => pair.join('=')),
    'node',
    'program.mjs'
  )
  const { point, interval, method, n, refused } = JSON.parse(stdout)
  expect(method).toBe('hybrid')
  expect(interval.low).toBeLessThanOrEqual(point)
  expect(n).toBeGreaterThan(0)
  expect(refused).toBe('RangeError: events must contain at least one event, the post')
  const seen = readFileSync(seenFile, 'utf8')
  expect(seen).toMatch(/^sums 0$/m)
  expect(seen).toMatch(/^sums [1-9]/m)
  expect(seen).toMatch(/^splits [1-9]/m)
})

test.each([
  { module: 'nodenext', moduleResolution: 'nodenext' },
  { module: 'esnext', moduleResolution: 'bundler' }
])('its types pass the strictest check, resolved as $moduleResolution', async resolution => {
  const program = `
    import { type CascadeEvent, type Forecast, fit, forecast, type Model, simulate, train } from 'groundswell'
    import { buildClient, type Client, everyItem, GroundswellError } from 'groundswell/client'

    const events: readonly CascadeEvent[] = simulate({ cascades: 1, seed: 1 })[0]!.events
    const model: Model = await train([{ events }], { windows: [600] })
    const answer: Forecast = forecast({ events, windowSeconds: 600 }, { model })
    const size: number | null = answer.point
    const exponent: number = fit({ events }).followerExponent
    const client: Client = buildClient({ url: 'http://127.0.0.1:8080' })
    for await (const { id } of everyItem(cursor => client.predictions.list({ cursor }))) console.log(id, size, exponent)
    // @ts-expect-error: a time is a number
    forecast({ events: [{ time: '0', magnitude: 1 }] })
    // @ts-expect-error: no such option
    simulate({ cascades: 1, seed: 1, cascade: 2 })
    client.models.rollback().catch(error => console.log(error instanceof GroundswellError && error.code))
  `
  writeFileSync(join(installed.folder, 'program.mts'), program)
  const options = { ...resolution, target: 'es2024', lib: ['es2024', 'dom'], types: [], strict: true }
  const strictest = { exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true, skipLibCheck: false }
  const config = { compilerOptions: { ...options, ...strictest, noEmit: true }, files: ['program.mts'] }
  writeFileSync(join(installed.folder, 'tsconfig.json'), JSON.stringify(config))
  const compiler = join(import.meta.dirname, '../../node_modules/typescript/bin/tsc')
  const found = await installed.run('node', compiler, '-p', '.').catch((error: { stdout: string }) => error)
  expect(found.stdout).toBe('')
})
