import type { Response } from 'playwright-core'
import { onTestFinished } from 'vitest'
import { checkAnswerLater, hasCheckedBody } from '../harness/answers.ts'
import type { Answer } from '../harness/contract-check.ts'
import { temporaryFolder } from '../harness/temporary.ts'
import { hasBrowser, type LaunchedBrowser, launchBrowser, type View } from './launch-browser.ts'

export { hasBrowser }

if (!hasBrowser) console.log('Skipped: tests of the page (no chromium; apt-get install chromium)')

export interface OpenedPage extends LaunchedBrowser {
  /** Exceptions and console errors of the page, including violations of the content security policy. */
  readonly faults: readonly string[]
}

/** Opens an address in a new browser, which closes when the test has finished. */
export async function openPage(url: string, view: View = {}): Promise<OpenedPage> {
  const { page, context } = await launchBrowser(temporaryFolder(), view)
  onTestFinished(() => context.close())
  const faults: string[] = []
  page.on('pageerror', error => faults.push(error.message))
  page.on('console', message => message.type() === 'error' && faults.push(message.text()))
  page.on('response', response => {
    // Files have no API contract.
    if (!response.url().startsWith('file:')) checkAnswerLater(readAnswer(response))
  })
  await page.goto(url)
  return { page, context, faults }
}

async function readAnswer(response: Response): Promise<Answer> {
  const headers = new Headers(await response.allHeaders())
  return {
    method: response.request().method(),
    path: new URL(response.url()).pathname,
    status: response.status(),
    headers,
    body: hasCheckedBody(headers) ? await response.text() : null
  }
}
