import { expect, test } from 'vitest'
import { buildSchemaCheck } from '../../../api/http/validate.ts'
import { cascadeSize } from '../../../predictors/cascade-size/cascade-size.ts'

const event = (time: number) => ({ time, magnitude: 1 })

test('examples match the schemas, and their answers match the output schema', async () => {
  for (const { input, outcome } of cascadeSize.examples) {
    buildSchemaCheck(cascadeSize.input)(input, '')
    buildSchemaCheck(cascadeSize.outcome)(outcome, '')
    expect(cascadeSize.findReportFault(outcome, input)).toBeNull()
    buildSchemaCheck(cascadeSize.sampleSchema)(cascadeSize.sample(input, outcome), '')
    const [result] = await cascadeSize.predict(null, [input], { isCanceled: false })
    expect(result).toMatchObject({ ok: true })
    if (result?.ok) buildSchemaCheck(cascadeSize.output)(result.output, '')
  }
})

test('the slice is the given or default window in whole seconds', () => {
  expect(cascadeSize.slice({ events: [event(0)], windowSeconds: 299.6 })).toBe('300')
  expect(cascadeSize.slice({ events: [event(0), event(5)] })).toBe('60')
  expect(cascadeSize.slice({ events: [event(0), event(400)] })).toBe('400')
})

test('rejects a final size below the events within the window', () => {
  const input = { events: [event(0), event(10), event(20), event(90)], windowSeconds: 60 }
  expect(cascadeSize.findReportFault({ finalSize: 3 }, input)).toBeNull()
  expect(cascadeSize.findReportFault({ finalSize: 2 }, input)).toEqual({
    field: '/finalSize',
    reason: '2 is less than the 3 events seen of this cascade, the post included'
  })
})
