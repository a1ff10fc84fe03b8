import { expect, test } from 'vitest'
import { formatModel } from '../../cli/format-model.ts'

const loss = { title: 'Squared error', kind: 'number', direction: 'lower-is-better' } as const
const accuracy = { title: 'Accuracy', kind: 'share', direction: 'higher-is-better' } as const

const model = {
  predictor: 'toy-click',
  version: 2,
  sha256: 'ab',
  bytes: 100,
  createdAt: '2026-11-21T08:00:00.000Z',
  parent: 1,
  codeVersion: '0.1.0',
  isServing: true,
  isSimulated: false,
  isCollected: false,
  tags: [],
  links: { self: '/models/2', artefact: '/models/2/artefact', promote: '/models/2/promote' },
  schemaVersion: 1,
  features: [],
  training: { source: 'a file', samples: 8, groups: 8, cut: null, seed: 1, options: {} },
  metrics: [
    { slice: 'all', forecaster: 'candidate', cases: 8, meanLoss: 0.125, medianLoss: 0.1 },
    { slice: '3600', forecaster: 'candidate', cases: 8, meanLoss: 0.125, medianLoss: 0.1 }
  ],
  otherMetrics: [
    { metric: 'accuracy', forecaster: 'candidate', value: 0.75 },
    { metric: 'former', forecaster: 'candidate', value: 0.5 }
  ],
  calibration: { cases: 50, learnedAt: '2026-11-22T08:00:00.000Z' },
  notes: [],
  trainerNotes: ''
} satisfies Parameters<typeof formatModel>[0]

test('names slices and metrics as the predictor declares them', () => {
  const metrics = new Map([['accuracy', accuracy]])
  const text = formatModel(model, { loss, metrics, slices: { title: 'Window', kind: 'seconds' } })
  expect(text).toMatch(/^Squared error \(lower is better\)\nWindow +forecaster +cases +mean +median\n/m)
  expect(text).toMatch(/^1 h +candidate +8 +0\.125 +0\.1$/m)
  expect(text).toMatch(/^Accuracy \(higher is better\) +candidate +75 %$/m)
  expect(text).toMatch(/^former +candidate +0\.5$/m)
})

test('names the recent cases that the answers of the version are calibrated on', () => {
  const described = { loss, metrics: new Map(), slices: null }
  expect(formatModel(model, described)).toMatch(/^ *calibrated on +50 recent cases, 2026-11-22/m)
  expect(formatModel({ ...model, calibration: null }, described)).not.toContain('calibrated')
})
