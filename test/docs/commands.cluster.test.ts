import { expect, test } from 'vitest'
import { makeEnvironment } from '../harness/test-environment.ts'
import { readBlocks } from './blocks.ts'
import { openCheckout } from './checkout.ts'

test('the services start apart, on the servers, as the page says', async () => {
  const testEnvironment = await makeEnvironment('cluster')
  const checkout = await openCheckout(testEnvironment.settings)
  const [together] = readBlocks('docs/how-to/run-the-service.md').filter(({ kind }) => kind === 'cluster')
  const commands = together!.commands.trim().split('\n')
  expect(commands).toHaveLength(4)
  const running = await Promise.all(commands.map(checkout.start))
  const ready =
    'curl -s http://127.0.0.1:8080/health/ready; for port in 9091 9092 9093; do curl -sf http://127.0.0.1:9091/health/live; done'
  expect(await checkout.run(ready)).toContain('"status":"ready"')
  expect(await Promise.all(running.map(each => each.stop()))).toEqual([0, 0, 0, 0])
  await testEnvironment.remove()
})

test('the cluster of the README starts as written', async () => {
  const servers = Object.entries(process.env).filter(([name]) => name.startsWith('SERVERS_'))
  const testEnvironment = await makeEnvironment('cluster')
  const settings = { ...(Object.fromEntries(servers) as Record<string, string>), ...testEnvironment.settings }
  const checkout = await openCheckout(settings)
  const { commands } = readBlocks('README.md').find(({ kind }) => kind === 'cluster')!
  const [addresses, ...starts] = commands.trim().split('\n')
  const stderrText = await checkout.run(`${addresses}\necho "$MODE $DATABASE_URL $S3_SECRET_ACCESS_KEY"`)
  expect(stderrText).toMatch(/^cluster postgres:\S+ groundswell-local\n$/)
  expect(starts).toHaveLength(4)
  // A shell leaves them in the background; here each is waited for, on a test environment of the test's own.
  const running = await Promise.all(starts.map(each => checkout.start(each.replace(/ &$/, ''))))
  const forecast = `curl -s http://127.0.0.1:8080/cascades -H 'content-type: application/json' -H 'prefer: wait=20' -d '{"events":[{"time":0,"magnitude":5400},{"time":9,"magnitude":10}],"window":300}'`
  expect(JSON.parse(await checkout.run(forecast))).toMatchObject({ state: 'succeeded' })
  expect(await Promise.all(running.map(each => each.stop()))).toEqual([0, 0, 0, 0])
  await testEnvironment.remove()
})
