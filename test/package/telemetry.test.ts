import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

/** Packages that report installations or use to somebody, and those of the services they report to. */
const reporters =
  /(?:^|\/)(?:@scarf\/.*|@sentry\/.*|@segment\/.*|@amplitude\/.*|@datadog\/.*|@vercel\/analytics|posthog.*|analytics-node|mixpanel.*|applicationinsights|universal-analytics|insight|react-ga.*|ackee.*|opencollective.*)$/

test('has no dependency that reports installations or use', () => {
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
    packages: Record<string, object>
  }
  const names = Object.keys(packages).map(path => path.split('node_modules/').at(-1) ?? '')
  expect(names.length).toBeGreaterThan(100)
  expect(names.filter(name => reporters.test(name))).toEqual([])
})
