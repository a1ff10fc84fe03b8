import { expect, test } from 'vitest'
import { startForTest } from '../harness/start.ts'
import { hasBrowser, openPage } from './browser.ts'

test.skipIf(!hasBrowser)(
  'asks for a key, keeps the session across reloads and changes, and signs out',
  async () => {
    const service = await startForTest({ settings: { GROUNDSWELL_API_KEYS: 'page:first-secret-0123' } })
    const { page, context } = await openPage(`${service.url}/#/models`)
    const key = page.getByLabel('Key', { exact: true })
    const proceed = page.getByRole('button', { name: 'Continue' })
    await key.fill('another-secret-0123')
    await proceed.click()
    await page.getByText('This key is not valid.').waitFor()
    await key.fill('first-secret-0123')
    await proceed.click()
    await page.getByRole('heading', { name: 'Version 1 is live' }).waitFor()
    await page.getByText('Connected', { exact: true }).waitFor()
    expect(await page.getByRole('dialog').count()).toBe(0)

    const [cookie, ...others] = await context.cookies()
    expect(others).toEqual([])
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict', path: '/' })
    expect(JSON.stringify(cookie)).not.toContain('first-secret')
    expect(await page.evaluate('document.cookie + JSON.stringify([localStorage, sessionStorage])')).toBe(
      '[{},{}]'
    )

    await page.goto(`${service.url}/#/`)
    await page.reload()
    await page.getByText('Signed in as page').waitFor()
    await page.getByRole('button', { name: /Spent/ }).click()
    await page.getByText('Actual: 189. The forecast was').waitFor()
    const heard = await page.evaluate<string>(`new Promise(resolve => {
      const source = new EventSource('/feed')
      source.onopen = () => resolve('open')
      source.onerror = () => resolve('refused')
    })`)
    expect(heard).toBe('open')

    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByRole('heading', { name: 'Enter an API key' }).waitFor()
    expect(await context.cookies()).toEqual([])
  }
)
