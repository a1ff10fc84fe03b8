import { expect, test } from 'vitest'
import type { ApiDependencies } from '../../api/dependencies.ts'
import { readSubmitOptions } from '../../api/submission.ts'
import { buildSetClock } from '../harness/set-clock.ts'

test('accepts a deadline in the future, and rejects one that is now or in the past', async () => {
  const clock = buildSetClock()
  const dependencies = { clock } as unknown as ApiDependencies
  const read = (milliseconds: number) =>
    readSubmitOptions(dependencies, 'any', { deadline: new Date(clock.now() + milliseconds).toISOString() })
  expect(await read(1)).toMatchObject({ deadlineAt: clock.now() + 1 })
  for (const milliseconds of [0, -1])
    await expect(read(milliseconds)).rejects.toMatchObject({ code: 'invalid-field', field: '/deadline' })
})
