import { globSync } from 'node:fs'
import { expect, test } from 'vitest'
import { openApi } from '../harness/test-api.ts'

test('the page and its files are small, without types, cached by content and under a strict policy', async () => {
  const { app } = await openApi()
  const files = globSync('{web,client}/**/*.{html,css,svg,csv,ts}', { exclude: ['client/library/**'] }).map(
    path => `/${path}`
  )
  let bytes = 0
  for (const url of ['/', ...files]) {
    const answer = await app.inject({ url, headers: { 'accept-encoding': 'gzip' } })
    expect([url, answer.statusCode, answer.headers['content-encoding']]).toEqual([url, 200, 'gzip'])
    expect(answer.headers['content-security-policy']).toContain("default-src 'none'; script-src 'self'")
    const etag = String(answer.headers.etag)
    const again = await app.inject({ url, headers: { 'if-none-match': etag } })
    expect([again.statusCode, again.body]).toEqual([304, ''])
    bytes += answer.rawPayload.length
  }
  expect(bytes).toBeLessThan(200_000)
  const page = await app.inject({ url: '/' })
  expect(page.headers['content-security-policy']).toMatch(/style-src 'self' 'sha256-[\w+/=]{44}';/)
  expect(page.body).not.toContain('rel="stylesheet"')
  expect(page.body.match(/rel="modulepreload"/g)!.length).toBeGreaterThan(40)
  const script = await app.inject({ url: '/web/main.ts' })
  expect(script.headers['content-type']).toContain('text/javascript')
  expect(script.body).not.toContain('import type')
})

test('sends the packages that its modules import, and preloads them', async () => {
  const { app } = await openApi()
  const { body: page } = await app.inject({ url: '/' })
  const { body: module } = await app.inject({ url: '/client/server-events.ts' })
  expect(module).toContain("from '/packages/eventsource-parser/index.js'")
  for (const name of ['index', 'parse', 'errors']) {
    const url = `/packages/eventsource-parser/${name}.js`
    expect(page).toContain(`<link rel="modulepreload" href="${url}">`)
    const { statusCode, headers } = await app.inject({ url })
    expect([url, statusCode, headers['content-type']]).toEqual([url, 200, 'text/javascript; charset=utf-8'])
  }
})

test('sends no other files', async () => {
  const { app } = await openApi()
  for (const url of [
    '/web/',
    '/web/tsconfig.json',
    '/web/../package.json',
    '/web/%2e%2e/package.json',
    '/api/server.ts'
  ])
    expect([url, (await app.inject({ url })).statusCode]).toEqual([url, 404])
})

test('names the methods of a file, and of no other path below its folder', async () => {
  const { app } = await openApi()
  for (const method of ['OPTIONS', 'POST'] as const) {
    const { statusCode, headers } = await app.inject({ method, url: '/web/main.ts' })
    expect([statusCode, headers.allow]).toEqual([method === 'POST' ? 405 : 204, 'GET, HEAD, OPTIONS'])
    for (const url of ['/web/other.ts', '/web', '/ports/main.ts']) {
      const { statusCode, headers } = await app.inject({ method, url })
      expect([url, statusCode, headers.allow]).toEqual([url, 404, undefined])
    }
  }
  const missing = await app.inject({ url: '/web/other.ts' })
  expect([missing.statusCode, missing.json()]).toMatchObject([404, { detail: 'there is no /web/other.ts' }])
  expect((await app.inject({ method: 'HEAD', url: '/web/main.ts' })).statusCode).toBe(200)
})
