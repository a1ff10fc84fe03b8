import { fileURLToPath } from 'node:url'
import { expect } from 'vitest'
import { builtInPredictors } from '../../app/predictors.ts'
import type { Prediction } from '../../client/client.ts'
import { type Started, startProgram } from '../harness/start.ts'
import { makeEnvironment } from '../harness/test-environment.ts'
import type { Case, PredictorSetup } from './predictor-setup.ts'

/** The answer to one line of a batch. */
interface LineAnswer {
  readonly accepted?: { readonly id: string }
  readonly problem?: object
}

/** What the tests read of the answer to a report: that of a problem. */
interface ReportAnswer {
  readonly field?: string
  readonly detail?: string
}

/** The program with one predictor under test, and what each story does with it. */
export interface KitProgram {
  readonly program: Started
  /** The path of the predictor's routes. */
  readonly base: `/predictors/${string}`
  /** What GROUNDSWELL_PREDICTOR_MODULES is. */
  readonly modules: string
  /** Submits an input and waits until it has succeeded. */
  ask(submission: object): Promise<Prediction>
  /** Submits many inputs in one request. Resolves with their predictions, in order, once all have succeeded. */
  askMany(submissions: readonly object[]): Promise<readonly Prediction[]>
  /** Reports the outcome of a subject, in the way of its predictor. */
  report(subject: string, outcome: unknown): Promise<{ readonly status: number; readonly body: ReportAnswer }>
  /** Asks for each case, as subjects of this name, and reports its outcome. */
  finish(cases: readonly Case[], name: string): Promise<void>
  stop(): Promise<void>
}

export async function startKitProgram(setup: PredictorSetup): Promise<KitProgram> {
  const { name, outcomes } = setup.module.predictor
  const isBuiltIn = builtInPredictors.some(({ predictor }) => predictor.name === name)
  const modules = isBuiltIn ? '' : fileURLToPath(setup.module.moduleUrl)
  const testEnvironment = await makeEnvironment()
  const program = await startProgram({
    testEnvironment,
    settings: {
      GROUNDSWELL_PREDICTOR_MODULES: modules,
      GROUNDSWELL_BOOTSTRAP_MODEL: 'false',
      GROUNDSWELL_WEBHOOKS_ALLOW_PRIVATE: 'true',
      GROUNDSWELL_TRAIN_NEW_SAMPLES: String(setup.caseCount),
      ...setup.settings?.()
    }
  })
  const base: KitProgram['base'] = `/predictors/${name}`

  async function ask(submission: object): Promise<Prediction> {
    const { status, body } = await program.post(`${base}/predictions`, submission, { prefer: 'wait=60' })
    expect([status, body.error ?? null, body.state]).toEqual([200, null, 'succeeded'])
    return body
  }

  async function askMany(submissions: readonly object[]): Promise<readonly Prediction[]> {
    const lines = await sendLines(`${base}/predictions/batch`, submissions)
    return Promise.all(
      lines.map(async line => {
        const path = `/predictions/${line.accepted?.id ?? expect.fail(JSON.stringify(line))}`
        const response = await program.request(path, { headers: { prefer: 'wait=60' } })
        const prediction = (await response.json()) as Prediction
        expect([prediction.error, prediction.state]).toEqual([null, 'succeeded'])
        return prediction
      })
    )
  }

  async function sendLines(path: string, bodies: readonly object[]): Promise<readonly LineAnswer[]> {
    const response = await program.request(path, {
      method: 'POST',
      headers: { 'content-type': 'application/x-ndjson' },
      body: bodies.map(body => JSON.stringify(body)).join('\n')
    })
    const text = await response.text()
    expect([response.status, text]).toEqual([200, text])
    return text
      .trim()
      .split('\n')
      .map(line => JSON.parse(line))
  }

  const report: KitProgram['report'] = async (subject, outcome) => {
    if (outcomes === 'many') {
      const { status, body } = await program.post(`${base}/outcomes`, { subject, outcome })
      return { status, body: body as ReportAnswer }
    }
    const response = await program.request(`${base}/outcomes/${subject}`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ outcome })
    })
    return { status: response.status, body: (await response.json()) as ReportAnswer }
  }

  async function finish(cases: readonly Case[], label: string): Promise<void> {
    const subjects = cases.map((_, index) => `${label}-${index}`)
    await askMany(cases.map(({ input }, index) => ({ input, subject: subjects[index] })))
    const reports = cases.map(({ outcome }, index) => ({ subject: `${label}-${index}`, outcome }))
    if (outcomes === 'many') {
      const answers = await sendLines(`${base}/outcomes`, reports)
      expect(answers.filter(({ problem }) => problem !== undefined)).toEqual([])
    } else
      for (const { subject, outcome } of reports) {
        const { status, body } = await report(subject, outcome)
        expect([status, body.detail]).toEqual([200, undefined])
      }
  }

  return {
    program,
    base,
    modules,
    ask,
    askMany,
    report,
    finish,
    async stop() {
      await program.stop()
      await testEnvironment.remove()
    }
  }
}
