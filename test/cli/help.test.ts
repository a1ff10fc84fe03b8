import { expect, test } from 'vitest'
import { call } from './call.ts'

test('prints the help of every command and exits with 0', async () => {
  const { code, out } = await call('--help')
  expect(code).toBe(0)
  expect(out).toMatch(/Exit codes: 0 done/)
  for (const name of ['simulate', 'fit', 'train', 'predict', 'evaluate', 'inspect', 'plot']) {
    expect(out).toContain(`  ${name} `)
    const help = await call(name, '--help')
    expect([name, help.code]).toEqual([name, 0])
    expect(help.out).toContain('--json')
    expect((await call('help', name)).out).toBe(help.out)
  }
})
