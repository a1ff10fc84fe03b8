import { describe, expect, test } from 'vitest'
import { buildSchemaCheck } from '../../api/http/validate.ts'
import type { AnyPredictor, Losses, Samples } from '../../predictors/predictor.ts'
import { isQuantiles } from '../../stores/exceedance.ts'
import type { PredictorSetup } from './predictor-setup.ts'

const run = { isCanceled: false }

/** Registers tests of what a predictor module promises, without the platform. A server that it asks must be there. */
export function describeModule(setup: PredictorSetup): void {
  const { predictor } = setup.module
  const { predict, slice, sample, featureNames } = predictor
  const options = { seed: 1, ...setup.trainOptions }

  describe(`the module of ${predictor.name}`, () => {
    test('has examples that match its schemas, and slices as it describes them', () => {
      expect(predictor.name).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/)
      for (const { input, outcome } of [...predictor.examples, ...setup.drawCases(1, 20)]) {
        buildSchemaCheck(predictor.input)(input, '/input')
        buildSchemaCheck(predictor.outcome)(outcome, '/outcome')
        expect(predictor.findReportFault(outcome, input)).toBeNull()
        const found = slice(input)
        if (predictor.slices === null) expect(found).toBeNull()
        if (predictor.slices?.kind === 'seconds') expect(found).toMatch(/^\d+$/)
      }
    })

    test('builds samples that match its schema, with features by the names it declares', () => {
      for (const { sample } of drawSamples(setup, 1, 20)) {
        buildSchemaCheck(predictor.sampleSchema)(sample, '/sample')
        expect(predictor.findOutcomeFault(sample)).toBeNull()
        const features = predictor.features(sample)
        if (featureNames === null) expect(Array.isArray(features)).toBe(false)
        else expect(features).toHaveLength(featureNames.length)
      }
    })

    const { contradiction, refused } = setup
    if (contradiction)
      test('names the field of an outcome that cannot be', () => {
        const { input, outcome, field } = contradiction
        expect(predictor.findReportFault(outcome, input)).toMatchObject({ field })
      })

    test('answers each input in order, without a version and with one, by its output schema', async () => {
      const model = trainOn(setup, drawSamples(setup, 1, setup.caseCount))
      const inputs = setup.drawCases(2, 10).map(({ input }) => input)
      const outputs: unknown[] = []
      for (const each of [null, model]) {
        const together = await predict(each, inputs, run)
        expect(together).toHaveLength(inputs.length)
        for (const result of together) {
          if (!result.ok) throw new Error(`refused: ${result.reason}`)
          buildSchemaCheck(predictor.output)(result.output, '/output')
          outputs.push(result.output)
          for (const { path, kind } of predictor.answer)
            expect([path, isShownAs(kind, readPointer(result.output, path))]).toEqual([path, true])
        }
      }
      for (const { path } of predictor.answer) {
        const isInAnyOutput = outputs.some(output => readPointer(output, path) !== undefined)
        expect([path, isInAnyOutput]).toEqual([path, true])
      }
      // A call that is canceled may end with answers all the same.
      const canceled = await predict(model, inputs, { isCanceled: true })
      expect(canceled).toHaveLength(inputs.length)
      for (const result of canceled) expect(result.ok || result.code).toBeOneOf([true, 'canceled'])
    })

    if (refused)
      test('rejects an invalid input with a reason and answers the others of the call', async () => {
        const [good] = setup.drawCases(1, 1)
        const results = await predict(null, [refused.input, good?.input], run)
        expect(results).toMatchObject([
          { ok: false, code: 'invalid-input', reason: expect.stringMatching(refused.reason) },
          { ok: true }
        ])
      })

    test('learns the same version whatever order the parts were trained in, and keeps it in its bytes', () => {
      const samples = drawSamples(setup, 1, setup.caseCount)
      const parts = predictor.plan(samples, options).map(part => predictor.trainPart(samples, part))
      const bytes = predictor.encode(predictor.combine(samples, parts, options))
      expect(predictor.encode(predictor.combine(samples, parts.toReversed(), options))).toEqual(bytes)
      expect(predictor.encode(predictor.decode(bytes))).toEqual(bytes)
      expect(() => predictor.decode(new TextEncoder().encode('nonsense'))).toThrow(TypeError)
    })

    test('learns to be better than each baseline and than no version, on cases it has not seen', () => {
      const training = drawSamples(setup, 1, setup.caseCount)
      const others = drawSamples(setup, 2, setup.caseCount)
      const losses = predictor.losses(trainOn(setup, training), others)
      expect(losses.values).toHaveLength(others.length)
      expect(losses.groups).toEqual(others.map(({ group }) => group))
      const competitors = {
        ...predictor.baselines(training, others),
        'no version': predictor.losses(null, others)
      }
      for (const [name, competitor] of Object.entries(competitors))
        expect([name, mean(losses) < mean(competitor)]).toEqual([name, true])
    })

    const { calibration } = predictor
    if (calibration)
      test('adapts its answers to recent outcomes by a calibration that is JSON', async () => {
        const model = trainOn(setup, drawSamples(setup, 1, setup.caseCount))
        const recent = drawSamples(setup, 2, setup.caseCount)
        const bytes = predictor.encode(model)
        expect(calibration.learn(model, [])).toBeNull()
        const learned = calibration.learn(model, recent)
        expect(learned).not.toBeNull()
        expect(calibration.learn(model, recent)).toEqual(learned)
        const adapted = calibration.apply(model, JSON.parse(JSON.stringify(learned)))
        const inputs = setup.drawCases(3, 10).map(({ input }) => input)
        for (const result of await predict(adapted, inputs, run)) {
          if (!result.ok) throw new Error(`refused: ${result.reason}`)
          buildSchemaCheck(predictor.output)(result.output, '/output')
        }
        for (const malformed of [null, 'nonsense', {}, []])
          expect(() => calibration.apply(model, malformed)).toThrow(TypeError)
        expect(predictor.encode(model)).toEqual(bytes)
      })

    test('measures each metric it declares', () => {
      const samples = drawSamples(setup, 1, setup.caseCount)
      const [, ...others] = predictor.metrics.map(({ name }) => name)
      const measured = predictor.measure?.(trainOn(setup, samples), samples) ?? {}
      expect(Object.keys(measured)).toEqual(others)
      for (const value of Object.values(measured)) expect(value).toSatisfy(Number.isFinite)
    })
  })

  function trainOn({ module }: PredictorSetup, samples: Samples<unknown>): unknown {
    const { plan, trainPart, combine }: AnyPredictor = module.predictor
    const parts = plan(samples, options).map(part => trainPart(samples, part))
    return combine(samples, parts, options)
  }

  function drawSamples({ drawCases }: PredictorSetup, seed: number, count: number): Samples<unknown> {
    return drawCases(seed, count).map(({ input, outcome }, index) => ({
      id: `${seed}-${index}`,
      group: `${seed}-${index}`,
      endedAt: new Date(Date.UTC(2026, 0, 1) + index * 1000).toISOString(),
      sample: sample(input, outcome)
    }))
  }
}

function mean({ values }: Losses): number {
  const answered = values.filter(value => !Number.isNaN(value))
  return answered.reduce((sum, value) => sum + value / answered.length, 0)
}

function readPointer(value: unknown, pointer: string): unknown {
  const steps = pointer.split('/').slice(1)
  return steps.reduce((at, step) => Object(at)[step.replaceAll('~1', '/').replaceAll('~0', '~')], value)
}

/** What is null or absent is not shown. */
function isShownAs(kind: string, value: unknown): boolean {
  if (value === null || value === undefined) return true
  if (kind === 'text') return typeof value === 'string' || typeof value === 'boolean'
  if (kind === 'interval') return 'low' in Object(value) && 'high' in Object(value)
  if (kind === 'ranking')
    return Array.isArray(value) && value.every(each => 'label' in each && 'share' in each)
  if (kind === 'quantiles') return isQuantiles(value)
  if (kind === 'factors')
    return Array.isArray(value) && value.every(each => 'title' in each && 'factor' in each)
  if (kind === 'cases') return Array.isArray(value) && value.every(each => 'id' in each)
  if (kind === 'flags') return Array.isArray(value) && value.every(each => 'name' in each && 'text' in each)
  return typeof value === 'number'
}
