import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { globSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { CDPSession, Page } from 'playwright-core'
import { startProgram } from '../test/harness/start.ts'
import { makeTemporaryFolder } from '../test/harness/temporary.ts'
import { type LaunchedBrowser, launchBrowser } from '../test/web/launch-browser.ts'
import { type Bench, type BenchResult, judge } from './result.ts'

const cascades = 1_000
const updatesPerSecond = 60
const framesSeconds = 20
// Minutes of a short run. The full measurement takes hours.
const heapSeconds = 120
const warmSeconds = 15
const paintRounds = 7

/**
 * The page in a real Chromium: first paint and weight from the real service; frames and heap on the page Live, all of 1,000
 * live cascades shown, while forecasts of them come 60 times a second from a process that speaks the contract.
 */
export const run: Bench = async ({ log }) => [...(await measureOpening(log)), ...(await measureLive(log))]

async function measureOpening(log: (line: string) => void): Promise<readonly BenchResult[]> {
  const service = await startProgram({ settings: { LOG_LEVEL: 'info' } })
  try {
    await service.get('/')
    const paints: number[] = []
    const contents: number[] = []
    for (let round = 1; round <= paintRounds; round++)
      await withBrowser(async ({ page }) => {
        await page.goto(service.url)
        await page.locator('h1').waitFor()
        const [paint, content] = await page.evaluate<[number, number]>(readPaints)
        log(
          `round ${round}: first paint after ${paint.toFixed(0)} ms, largest after ${content.toFixed(0)} ms`
        )
        paints.push(paint)
        contents.push(content)
      })
    const bytes = await weigh(service.url)
    return [
      judge({ name: 'page.firstPaintMilliseconds', value: median(paints), unit: 'ms' }, '<= 300'),
      { name: 'page.largestPaintMilliseconds', value: median(contents), unit: 'ms' },
      judge({ name: 'page.weight', value: bytes / 1000, unit: 'kB gzip' }, '<= 200')
    ]
  } finally {
    await service.stop()
  }
}

const readPaints = `new Promise(resolve => new PerformanceObserver(list => resolve([
  performance.getEntriesByName('first-contentful-paint')[0].startTime,
  list.getEntries().at(-1).startTime
])).observe({ type: 'largest-contentful-paint', buffered: true }))`

/** The compressed size of all files of the page, examples included. */
async function weigh(url: string): Promise<number> {
  const paths = [
    '',
    ...globSync('{web,client}/**/*.{html,css,svg,csv,ts}', { exclude: ['client/library/**'] })
  ]
  const lengths = await Promise.all(
    paths.map(async path => {
      const answer = await fetch(`${url}/${path}`, { headers: { 'accept-encoding': 'gzip' } })
      await answer.arrayBuffer()
      return Number(answer.headers.get('content-length'))
    })
  )
  return lengths.reduce((sum, length) => sum + length)
}

async function measureLive(log: (line: string) => void): Promise<readonly BenchResult[]> {
  const service = await startContractService()
  try {
    return await withBrowser(async ({ page, context }) => {
      await page.goto(`${service.url}/#/live`)
      await page.locator('.hottest li').nth(24).waitFor()
      for (let shown = 125; shown < cascades + 100; shown += 100) {
        await page.getByRole('button', { name: 'Show more' }).click()
        await page
          .locator('.hottest li')
          .nth(Math.min(shown, cascades) - 1)
          .waitFor()
      }
      await page.waitForTimeout(warmSeconds * 1000)
      const session = await context.newCDPSession(page)
      const frames = await page.evaluate<Frames>(watchFrames)
      const cpuMilliseconds = await traceTasks(session, () => page.waitForTimeout(framesSeconds * 1000))
      log(`frames: ${JSON.stringify(frames)}, processor time of the longest task ${cpuMilliseconds} ms`)
      const heap = async () => {
        await session.send('HeapProfiler.collectGarbage')
        return (await session.send('Runtime.getHeapUsage')).usedSize / 1e6
      }
      const before = await heap()
      const seen = await countUpdates(page, heapSeconds)
      const after = await heap()
      log(`heap: ${before.toFixed(2)} MB, after ${heapSeconds} s and ${seen} updates ${after.toFixed(2)} MB`)
      return [
        judge(
          { name: 'page.frames.longestMilliseconds', value: frames.longestMilliseconds, unit: 'ms' },
          '<= 50'
        ),
        judge({ name: 'page.frames.longTasks', value: frames.longTasks, unit: 'tasks over 50 ms' }, '<= 0'),
        judge(
          { name: 'page.frames.updatesPerSecond', value: seen / heapSeconds, unit: 'updates/s' },
          `>= ${0.95 * updatesPerSecond}`
        ),
        judge({ name: 'page.frames.longestCpuMilliseconds', value: cpuMilliseconds, unit: 'ms' }, '<= 50'),
        { name: 'page.frames.perSecond', value: frames.frames / framesSeconds, unit: 'frames/s' },
        judge({ name: 'page.heap.growthMegabytes', value: after - before, unit: 'MB' }, '<= 1'),
        { name: 'page.heap.megabytes', value: after, unit: 'MB' }
      ]
    })
  } finally {
    await service.stop()
  }
}

interface Frames {
  readonly frames: number
  readonly longestMilliseconds: number
  readonly longTasks: number
}

const watchFrames = `new Promise(resolve => {
  let longestMilliseconds = 0
  let frames = 0
  let longTasks = 0
  const observer = new PerformanceObserver(list => { longTasks += list.getEntries().length })
  observer.observe({ type: 'longtask' })
  const end = performance.now() + ${framesSeconds * 1000}
  let last = performance.now()
  requestAnimationFrame(function next(now) {
    longestMilliseconds = Math.max(longestMilliseconds, now - last)
    last = now
    frames++
    if (now < end) return requestAnimationFrame(next)
    observer.disconnect()
    resolve({ frames, longestMilliseconds, longTasks })
  })
})`

/** The maximum processor time of one task of the page's thread. It does not include the load of other programs. */
async function traceTasks(session: CDPSession, act: () => Promise<void>): Promise<number> {
  const entries: TraceEntry[] = []
  session.on('Tracing.dataCollected', ({ value }) => entries.push(...(value as unknown as TraceEntry[])))
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    categories: 'devtools.timeline,disabled-by-default-devtools.timeline'
  })
  await act()
  const complete = new Promise(resolve => session.once('Tracing.tracingComplete', resolve))
  await session.send('Tracing.end')
  await complete
  const page = entries.find(({ name }) => name === 'FireAnimationFrame')!.tid
  const tasks = entries.filter(({ name, tid, tdur }) => tid === page && name === 'RunTask' && tdur)
  return Math.max(...tasks.map(({ tdur }) => tdur! / 1000))
}

interface TraceEntry {
  readonly name: string
  readonly tid: number
  /** Microseconds of processor time. */
  readonly tdur?: number
}

/** How many of the feed's events arrive meanwhile, by an EventSource beside the page's own reader. */
function countUpdates(page: Page, seconds: number): Promise<number> {
  return page.evaluate<number>(`new Promise(resolve => {
    let seen = 0
    const source = new EventSource('/feed')
    source.addEventListener('cascades', () => { seen++ })
    setTimeout(() => { source.close(); resolve(seen) }, ${seconds * 1000})
  })`)
}

async function startContractService(): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const program = join(import.meta.dirname, 'page/contract-service.ts')
  const child: ChildProcess = spawn(process.execPath, [program, String(cascades), String(updatesPerSecond)], {
    stdio: ['ignore', 'pipe', 'inherit']
  })
  const [url] = (await once(createInterface({ input: child.stdout! }), 'line')) as [string]
  return {
    url,
    async stop() {
      const gone = once(child, 'exit')
      child.kill()
      await gone
    }
  }
}

async function withBrowser<Result>(act: (browser: LaunchedBrowser) => Promise<Result>): Promise<Result> {
  const folder = makeTemporaryFolder()
  const browser = await launchBrowser(folder)
  try {
    return await act(browser)
  } finally {
    await browser.context.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!
}
