import { connect } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { writeHead } from '../harness/raw-http.ts'
import { startForTest } from '../harness/start.ts'

const secret = 'a-secret-of-some-length'
const UPLOADS = 40
const BYTES = 15_000_000

test('40 stalled uploads of 15 MB without a key use less than 50 MB, and all get an answer', async () => {
  const service = await startForTest({ settings: { GROUNDSWELL_API_KEYS: `ops:${secret}` } })
  const port = Number(new URL(service.url).port)
  const readMegabytes = async () => {
    const metrics = await service.request('/metrics', { headers: { authorization: `Bearer ${secret}` } })
    return Number(/^process_resident_memory_bytes (\S+)/m.exec(await metrics.text())?.[1]) / 1e6
  }
  const before = await readMegabytes()
  const body = Buffer.alloc(BYTES - 100_000, ' ')
  const answers: string[] = []
  for (let i = 0; i < UPLOADS; i++) {
    const socket = connect(port, '127.0.0.1', () => {
      socket.write(writeHead('POST /cascades', 'Content-Type: application/json', `Content-Length: ${BYTES}`))
      socket.write(body)
    })
    socket.once('data', data => answers.push(String(data).split('\r\n', 1).join()))
    socket.on('error', () => {})
    onTestFinished(() => void socket.destroy())
  }
  let maxMegabytes = before
  await expect
    .poll(
      async () => {
        maxMegabytes = Math.max(maxMegabytes, await readMegabytes())
        return answers.length
      },
      { timeout: 30_000 }
    )
    .toBe(UPLOADS)
  expect(new Set(answers)).toEqual(new Set(['HTTP/1.1 401 Unauthorized']))
  maxMegabytes = Math.max(maxMegabytes, await readMegabytes())
  expect(maxMegabytes - before).toBeLessThan(50)
})
