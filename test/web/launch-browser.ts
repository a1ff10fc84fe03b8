import { existsSync } from 'node:fs'
import { type BrowserContext, chromium, type Page } from 'playwright-core'

const paths = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
const program = paths.find(existsSync)

/** Whether a browser is installed. */
export const hasBrowser = program !== undefined

export interface View {
  readonly width?: number
  readonly height?: number
  readonly scheme?: 'light' | 'dark'
  /** Screen pixels per page pixel. */
  readonly scale?: number
  /** Whether the device has a touch screen. */
  readonly hasTouch?: boolean
}

export interface LaunchedBrowser {
  readonly page: Page
  readonly context: BrowserContext
}

/** Launches a new browser with its profile in this folder. The caller closes its context. */
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
