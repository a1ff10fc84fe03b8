import { existsSync } from 'node:fs'
import { type BrowserContext, chromium, type Page } from 'playwright-core'

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
const program = places.find(existsSync)

/** Whether there is a browser at all. */
export const hasBrowser = program !== undefined

export interface View {
  readonly width?: number
  readonly height?: number
  readonly scheme?: 'light' | 'dark'
  /** Pixels of the screen for one of the page. */
  readonly scale?: number
  /** A finger in place of a mouse. */
  readonly hasTouch?: boolean
}

export interface LaunchedBrowser {
  readonly page: Page
  readonly context: BrowserContext
}

/** An empty browser that keeps what it must in this folder. Whoever launched it closes its context. */
export async function launchBrowser(
  folder: string,
  { width = 1280, height = 900, scheme = 'light', scale = 1, hasTouch = false }: View = {}
): Promise<LaunchedBrowser> {
  const context = await chromium.launchPersistentContext(folder, {
    executablePath: program!,
    headless: true,
    viewport: { width, height },
    deviceScaleFactor: scale,
    hasTouch,
    isMobile: hasTouch,
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
  return { context, page: context.pages()[0] ?? (await context.newPage()) }
}
