import { readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { expect, test } from 'vitest'
import { describeCause } from '../../ports/describe-cause.ts'
import { temporaryFolder } from '../harness/temporary.ts'

const thrown = (act: () => unknown): unknown => {
  try {
    return act()
  } catch (error) {
    return error
  }
}

test('describes system errors without their codes', async () => {
  const folder = temporaryFolder()
  expect(describeCause(thrown(() => readFileSync(`${folder}/none`)))).toBe('no such file or directory')
  expect(describeCause(thrown(() => readFileSync(folder)))).toBe('illegal operation on a directory')
  const refused = await new Promise(resolve => connect(1, '127.0.0.1').on('error', resolve))
  expect(describeCause(refused)).toBe('nobody answers there')
  expect(describeCause(new Error('another error'))).toBe('another error')
  expect(describeCause('text')).toBe('text')
})
