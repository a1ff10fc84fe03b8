import { expect, test } from 'vitest'
import { promtool } from '../../deploy/tools/tools.ts'
import { runTool } from '../deploy/run-tool.ts'
import { startForTest } from '../harness/start.ts'

test('promtool accepts the metrics of a service that has worked', async () => {
  const program = await startForTest()
  const cascade = { window: 300, events: [{ time: 0, magnitude: 10 }] }
  const { body } = await program.post('/cascades', cascade, { prefer: 'wait=30' })
  expect(body.state).toBe('succeeded')

  const input = await (await program.request('/metrics')).text()
  expect(input).toContain('groundswell_')
  const { status, stdout, stderr } = runTool(promtool.install(), ['check', 'metrics'], { input })
  expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '', stderr: '' })
})
