import { existsSync } from 'node:fs'
import { type BrowserContext, chromium, type Page } from 'playwright-core'
import { onTestFinished } from 'vitest'
import { temporaryFolder } from '../harness/temporary.ts'

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
const program = places.find(existsSync)

/** Whether there is a browser to test with; says so once where there is none. */
export const hasBrowser = program !== undefined
if (!hasBrowser) console.log('Skipped: tests of the page (no chromium; apt-get install chromium)')

interface View {
  readonly width?: number
  readonly height?: number
  readonly scheme?: 'light' | 'dark'
}

export interface OpenedPage {
  readonly page: Page
  readonly context: BrowserContext
  /** What went wrong on it: exceptions and errors of the console, refusals by the content security policy included. */
  readonly faults: readonly string[]
}

/** An empty browser at this address, closed when the test has finished. */
export async function openPage(
  url: string,
  { width = 1280, height = 900, scheme = 'light' }: View = {}
): Promise<OpenedPage> {
  const context = await chromium.launchPersistentContext(temporaryFolder(), {
    executablePath: program!,
    headless: true,
    viewport: { width, height },
    colorScheme: scheme,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync'
    ]
  })
  onTestFinished(() => context.close())
  const page = context.pages()[0] ?? (await context.newPage())
  const faults: string[] = []
  page.on('pageerror', error => faults.push(error.message))
  page.on('console', message => message.type() === 'error' && faults.push(message.text()))
  await page.goto(url)
  return { page, context, faults }
}
