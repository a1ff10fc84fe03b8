import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { buildSchemaCheck } from '../../api/http/validate.ts'
import { buildClient } from '../../client/client.ts'
import { call } from '../cli/call.ts'
import { readFeed } from '../harness/read-feed.ts'
import { temporaryFolder } from '../harness/temporary.ts'
import { openPage } from '../web/browser.ts'
import type { PredictorSetup } from './predictor-setup.ts'
import { type KitProgram, startKitProgram } from './program.ts'
import { receiveWebhooks } from './receive-webhooks.ts'

/** Registers tests that drive a predictor through every public interface of the program, in either mode. */
export function describePredictor(setup: PredictorSetup): void {
  const { predictor } = setup.module
  const { name } = predictor
  const checkOutput = buildSchemaCheck(predictor.output)
  const caseNames = setup.drawCases(1, setup.caseCount).map(({ input }) => predictor.slice(input))
  const slices = [...new Set(caseNames)]

  describe(`${name} in the program`, () => {
    let kit: KitProgram
    beforeAll(async () => {
      kit = await startKitProgram(setup)
    })
    afterAll(() => kit.stop())
    afterEach(() => void vi.unstubAllEnvs())

    test('answers when it is waited for, on the feed, by a webhook and in a batch', async () => {
      const { program } = kit
      const feed = readFeed(program.url)
      await feed.opened
      const hook = await receiveWebhooks()
      const [first, ...others] = setup.drawCases(1, 101).map(({ input }) => ({ input }))
      const prediction = await kit.ask({ ...first, subject: 'first', callback: hook.url })
      expect(prediction).toMatchObject({ predictor: name, subject: 'first', model: null })
      checkOutput(prediction.result, '/result')
      expect((await program.get(prediction.links.input)).body).toEqual(first?.input)
      await expect
        .poll(() => hook.received)
        .toMatchObject([{ type: 'prediction.succeeded', data: { id: prediction.id } }])

      const answers = await kit.askMany(others)
      for (const { result } of answers) checkOutput(result, '/result')
      const ended = () =>
        feed.events.filter(each => each.name === 'prediction.succeeded').map(({ data }) => data.id)
      await expect
        .poll(() => ended().toSorted())
        .toEqual([prediction, ...answers].map(({ id }) => id).toSorted())
      await feed.close()
      // A predictor of several inputs a call may say how many it had.
      const sizes = answers.flatMap(({ result }) =>
        result && 'callSize' in result ? [Number(result.callSize)] : []
      )
      if (sizes.length > 0) {
        const calls = sizes.reduce((sum, size) => sum + 1 / size, 0)
        expect(sizes.length / calls).toBeGreaterThan(3)
      }
    })

    test('names the field of a bad input and of an outcome that cannot be', async () => {
      const { program, base } = kit
      const wrong = await program.post(`${base}/predictions`, { input: { unknownField: 1 } })
      expect([wrong.status, wrong.body.code]).toEqual([400, 'invalid-field'])
      expect(wrong.body.field).toMatch(/^\/input/)
      const { refused, contradiction } = setup
      if (refused) {
        const submission = { input: refused.input }
        const { body } = await program.post(`${base}/predictions`, submission, { prefer: 'wait=60' })
        expect(body).toMatchObject({
          state: 'failed',
          error: { code: 'invalid-field', reason: expect.stringMatching(refused.reason) }
        })
      }
      if (contradiction) {
        await kit.ask({ input: contradiction.input, subject: 'contradicted' })
        const { status, body } = await kit.report('contradicted', contradiction.outcome)
        expect([status, body.field]).toEqual([422, `/outcome${contradiction.field}`])
      }
    })

    test('learns from outcomes a version that the gate compares with its baselines, and is measured by slices', async () => {
      const { program, base } = kit
      await kit.finish(setup.drawCases(2, setup.caseCount), 'learned')
      const lastRun = async () => (await program.get(`${base}/training`)).body.items[0]
      const state = setup.needsMoreCases ? 'declined' : 'promoted'
      const describeLastRun = async () => {
        const lastRunNow = await lastRun()
        return lastRunNow ? `${lastRunNow.state}: ${lastRunNow.reason}` : 'no training run'
      }
      await expect.poll(describeLastRun).toMatch(new RegExp(`^${state}: `))
      const run = await lastRun()
      expect(run).toMatchObject({ trigger: 'samples', version: 1 })
      const gate = run?.report?.gate as { readonly comparisons: readonly { readonly rival: string }[] }
      const competitors = gate.comparisons.map(({ rival }) => rival)
      const baselines = Object.keys(predictor.baselines([], []))
      expect(competitors.toSorted()).toEqual([...baselines, 'model-less'].toSorted())
      if (state === 'declined')
        expect(await program.post(`${base}/models/1/promote`, { reason: 'a test' })).toMatchObject({
          status: 200
        })
      const { body: model } = await program.get(`${base}/models/latest`)
      expect(model).toMatchObject({ version: 1, isServing: true })

      const cases = setup.drawCases(3, 30)
      await expect
        .poll(async () => (await kit.ask({ input: cases[0]?.input })).model)
        .toEqual({ version: 1, sha256: model.sha256 })
      await kit.finish(cases, 'measured')
      const measured = async () =>
        (await program.get(`${base}/models/accuracy`)).body.items.filter(({ version }) => version === 1)
      const count = async () => (await measured()).reduce((sum, { cases }) => sum + cases, 0)
      // The filter of the training set takes about one stranger in a hundred for a member, which is then not scored.
      await expect.poll(count).toBeGreaterThan(25)
      for (const { slice, meanBaselineLosses, medianBaselineLosses } of await measured()) {
        expect(slices).toContain(slice)
        for (const losses of [meanBaselineLosses, medianBaselineLosses])
          expect(Object.keys(losses).toSorted()).toEqual(baselines.toSorted())
      }
    })

    test('learns from samples when it is asked to, promotes with a reason, rolls back and replays', async () => {
      const { program, base } = kit
      const items = setup.drawCases(4, 100).map(({ input, outcome }, index) => ({
        subject: `sample-${index}`,
        slice: predictor.slice(input),
        // The clock of a cluster is that of its database.
        endedAt: new Date(Date.now() - 1_000).toISOString(),
        sample: predictor.sample(input, outcome)
      }))
      const { sampleVersion } = predictor
      const stored = await program.post(`${base}/samples`, { sampleVersion, items })
      expect(stored).toMatchObject({ status: 200, body: { stored: 100 } })
      const reason = 'a better day'
      const asked = await program.post(`${base}/training`, { override: true, reason })
      expect(asked.status).toBe(202)
      await expect
        .poll(async () => (await program.get(`/training/${asked.body.id}`)).body)
        .toMatchObject({ state: 'promoted', trigger: 'requested' })
      const { version } = (await program.get(`${base}/models/latest`)).body
      expect(version).toBeGreaterThan(1)

      const back = await program.post(`${base}/models/rollback`, { reason: 'it was no better' })
      expect(back).toMatchObject({ status: 200, body: { action: 'rollback', version: 1 } })
      const [{ input } = { input: null }] = setup.drawCases(5, 1)
      await expect.poll(() => kit.ask({ input })).toMatchObject({ model: { version: 1 } })
      const promoted = await program.post(`${base}/models/${version}/promote`, { reason })
      expect(promoted).toMatchObject({ status: 200, body: { action: 'promote', version, reason } })
      const history = (await program.get(`${base}/models/history`)).body.items
      expect(history.slice(0, 2).map(({ action }) => action)).toEqual(['promote', 'rollback'])

      const { id } = await kit.ask({ input, subject: 'replayed', model: version })
      const replayed = await program.post(`/predictions/${id}/replay`, { model: 1 }, { prefer: 'wait=60' })
      expect(replayed).toMatchObject({ status: 200, body: { subject: 'replayed', model: { version: 1 } } })
    })

    test('is reached by the client, and has a queue and figures of its own', async () => {
      const { url } = kit.program
      const client = buildClient({ url })
      const own = client.predictor(name)
      const { title, outcomes } = predictor
      expect(await own.describe()).toMatchObject({ name, title, outcomes })
      const [{ input, outcome } = { input: null, outcome: null }] = setup.drawCases(7, 1)
      const { id, state } = await own.submitAndWait({ subject: 'by-client', input })
      expect(state).toBe('succeeded')
      expect((await own.list({ subject: 'by-client' })).items).toMatchObject([{ id, predictor: name }])
      const stored =
        outcomes === 'one'
          ? await own.outcomes.put('by-client', { outcome })
          : await own.outcomes.report({ subject: 'by-client', id: 'only', outcome })
      expect(stored).toMatchObject({ predictor: name, outcome, revision: 1 })
      const listed = await own.outcomes.list({ subject: 'by-client' })
      expect(listed.items).toEqual([stored])

      const { items: queues } = await client.queues.list()
      expect(queues).toContainEqual(expect.objectContaining({ predictor: name }))
      const metrics = await (await kit.program.request('/metrics')).text()
      expect(metrics).toContain(`groundswell_predictions_accepted_total{predictor="${name}"`)
    })

    test('is tried on the page, which shows its versions and slices', async () => {
      const { program, base } = kit
      const latest = async () => (await program.get(`${base}/models/latest`)).body
      if (predictor.calibration)
        await expect.poll(async () => (await latest()).calibration?.cases).toBeGreaterThan(0)
      const { version } = await latest()
      const { page, faults } = await openPage(`${program.url}/#/models?predictor=${name}`)
      await page.getByRole('heading', { name: `Version ${version} is live` }).waitFor()
      if (predictor.calibration) await page.getByText(/^Adapted to [\d,]+ recent cases/).waitFor()
      const versions = page.getByRole('region', { name: 'Versions' })
      if (predictor.slices?.kind === 'text')
        for (const slice of slices)
          await versions.getByRole('columnheader', { name: String(slice), exact: true }).waitFor()
      const accuracy = page.getByRole('region', { name: 'Accuracy in production' })
      for (const baseline of Object.keys(predictor.baselines([], [])))
        await accuracy.getByRole('columnheader', { name: `Mean of ${baseline}` }).waitFor()
      // cascade-size has a form of its own: test/web/try-it.system.test.ts.
      if (name !== 'cascade-size') {
        await page.goto(`${program.url}/#/?predictor=${name}`)
        await page.getByRole('button', { name: predictor.examples[0].title }).click()
        await page.getByRole('button', { name: 'Predict' }).click()
        await page.getByText(`Answered by version ${version}.`).waitFor()
        await page.locator('.result .figure', { hasText: predictor.answer[0].label }).waitFor()
      }
      expect(faults).toEqual([])
    })

    test('predicts, trains and measures on the command line', async () => {
      vi.stubEnv('MODE', 'embedded')
      const settings = { ...setup.settings?.(), GROUNDSWELL_PREDICTOR_MODULES: kit.modules }
      for (const [setting, value] of Object.entries(settings)) vi.stubEnv(setting, value)
      const folder = temporaryFolder()
      const file = join(folder, 'cases.jsonl')
      const model = join(folder, 'model')
      const cases = setup.drawCases(6, setup.caseCount)
      writeFileSync(file, cases.map(each => JSON.stringify(each)).join('\n'))
      const run = async (command: string, ...words: readonly string[]) => {
        const { code, out, stderrText } = await call(command, '--predictor', name, ...words, '--json')
        expect([words, code, stderrText]).toEqual([words, 0, stderrText])
        return out.split('\n').map(line => JSON.parse(line))
      }
      const options = ['--options', JSON.stringify(setup.trainOptions ?? {})]
      const [trained] = await run('train', file, '--out', model, ...options)
      expect(trained).toMatchObject({ predictor: name, cases: cases.length })
      for (const how of [['--without-model'], ['--model', model]]) {
        const answers = await run('predict', file, ...how)
        expect(answers).toHaveLength(cases.length)
        for (const { output } of answers) checkOutput(output, '/output')
      }
      const [{ losses }] = await run('evaluate', file, '--folds', '2', ...options)
      const forecasters = losses.map(({ forecaster }: { forecaster: string }) => forecaster)
      expect(forecasters).toEqual(expect.arrayContaining(Object.keys(predictor.baselines([], []))))
    })
  })
}
