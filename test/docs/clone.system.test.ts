import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { delimiter, dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { temporaryFolder } from '../harness/temporary.ts'
import { hasBrowser, openPage } from '../web/browser.ts'
import { readBlocks, root } from './blocks.ts'

test.skipIf(!hasBrowser)(
  'from git clone to the first forecast on the page: the two commands of the README',
  async () => {
    const { commands } = readBlocks('README.md')[0]!
    expect(commands).toBe('npm ci\nnpm start\n')
    const place = temporaryFolder()
    const folder = join(place, 'clone')
    await promisify(execFile)('git', ['clone', '-q', root, folder])
    // No packages and no Node of this checkout are to be found.
    const own = join(root, 'node_modules')
    const PATH = (process.env.PATH ?? '').split(delimiter).filter(part => !part.startsWith(own))
    const environment = {
      PATH: [...PATH, dirname(process.execPath)].join(delimiter),
      HOME: process.env.HOME,
      PORT: '0'
    }
    const begun = performance.now()
    await promisify(execFile)('npm', ['ci'], { cwd: folder, env: environment })
    const installed = performance.now()
    // A group of its own: npm passes no signal on.
    const service = spawn('npm', ['start'], { cwd: folder, env: environment, detached: true })
    const ended = once(service, 'close')
    onTestFinished(async () => {
      process.kill(-service.pid!, 'SIGTERM')
      await ended
    })
    let said = ''
    service.stdout.on('data', chunk => {
      said += chunk
    })
    await expect.poll(() => said, { timeout: 60_000 }).toMatch(/"message":"started"/)
    const { page } = await openPage(/"url":"([^"]+)"/.exec(said)![1]!)
    await page.getByRole('button', { name: /Growing/ }).click()
    await page.getByRole('img', { name: /270 events in 10 min, growing\. Expected final size: / }).waitFor()
    const seconds = (since: number) => ((performance.now() - since) / 1000).toFixed(1)
    console.log(
      `first forecast ${seconds(begun)} s after the clone, ${seconds(installed)} s after the installation`
    )
  }
)
