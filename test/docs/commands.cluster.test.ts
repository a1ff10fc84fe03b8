import { expect, test } from 'vitest'
import { makeGround } from '../harness/ground.ts'
import { readBlocks } from './blocks.ts'
import { openCheckout } from './checkout.ts'

test('the services start apart, on the servers, as the page says', async () => {
  const ground = await makeGround('cluster')
  const checkout = await openCheckout(ground.settings)
  const [together] = readBlocks('docs/how-to/run-the-service.md').filter(({ kind }) => kind === 'cluster')
  const commands = together!.commands.trim().split('\n')
  expect(commands).toHaveLength(4)
  const running = await Promise.all(commands.map(checkout.start))
  const ready =
    'curl -s http://127.0.0.1:8080/health/ready; for port in 9091 9092 9093; do curl -sf http://127.0.0.1:9091/health/live; done'
  expect(await checkout.run(ready)).toContain('"status":"ready"')
  expect(await Promise.all(running.map(each => each.stop()))).toEqual([0, 0, 0, 0])
  await ground.remove()
})
