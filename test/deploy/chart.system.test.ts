import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { listSettings, readConfig } from '../../app/config.ts'
import { builtInPredictors } from '../../app/predictors.ts'
import { eventsTopic } from '../../app/topics.ts'
import { COLLECTOR_GROUP } from '../../cascades/collector/checkpoint.ts'
import { helm as helmTool, keda as kedaTool, kubernetesValidate } from '../../deploy/tools/tools.ts'
import { predictQueue } from '../../stores/predictions/job.ts'
import { temporaryFolder } from '../harness/temporary.ts'
import { readKedaSchema, readTriggerNames } from './keda-schemas.ts'
import { readTool, root, runTool } from './run-tool.ts'

/** What these tests read of a manifest; which fields there are depends on its kind. */
interface Manifest {
  readonly kind: string
  readonly metadata: { readonly name: string }
  readonly data: Readonly<Record<string, string>>
  readonly stringData: Readonly<Record<string, string>>
  readonly spec: {
    readonly replicas: number
    readonly scaleTargetRef: { readonly name: string }
    readonly triggers: readonly [Trigger, ...Trigger[]]
    readonly secretTargetRef: readonly { readonly parameter: string }[]
    readonly template: { readonly spec: PodSpec }
  }
}

interface Trigger {
  readonly type: string
  readonly metadata: Readonly<Record<string, string>>
  readonly authenticationRef: { readonly name: string }
}

interface PodSpec {
  readonly securityContext: object
  readonly automountServiceAccountToken: boolean
  readonly containers: readonly [Container]
}

interface Container {
  readonly env?: readonly { readonly name: string; readonly value: string }[]
}

const chart = join(root, 'deploy/helm/groundswell')
const managed = ['-f', join(root, 'deploy/helm/examples/managed-services.yaml')]
const secrets = {
  AMQP_URL: 'amqp://groundswell:secret@rabbitmq:5672',
  DATABASE_URL: 'postgres://groundswell:secret@postgres:5432/groundswell',
  GROUNDSWELL_API_KEYS: 'operator:0123456789abcdef'
}
const small = Object.entries(secrets).flatMap(([name, value]) => ['--set', `secrets.${name}=${value}`])
/** The oldest that the chart says it runs on, and the newest whose schemas are known here. */
const versions = ['1.30', '1.37']
const services = ['api', 'worker', 'trainer', 'collector', 'source']
let helm = ''
let validator = ''
let keda = ''

beforeAll(() => {
  helm = helmTool.install()
  validator = kubernetesValidate.install()
  keda = kedaTool.install()
}, 600_000)

function render(values: readonly string[], version = '1.37'): Manifest[] {
  const text = readTool(helm, ['template', 'try', chart, '--kube-version', version, ...values])
  return parseAllDocuments(text)
    .map(document => document.toJSON())
    .filter(manifest => manifest !== null)
}

function ofKind(manifests: readonly Manifest[], kind: string): Manifest[] {
  return manifests.filter(manifest => manifest.kind === kind)
}

test('passes helm lint, which rejects values without addresses', () => {
  for (const values of [small, managed]) readTool(helm, ['lint', '--strict', chart, ...values])
  expect(runTool(helm, ['template', 'try', chart, '--kube-version', '1.37'])).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('name a Secret in existingSecret, or give secrets.')
  })
})

test('uses only fields that Kubernetes knows', () => {
  const folder = temporaryFolder()
  for (const version of versions)
    for (const values of [small, managed]) {
      const text = readTool(helm, ['template', 'try', chart, '--kube-version', version, ...values])
      expect(validate(text, version)).toEqual({ status: 0, unknown: [] })
      const broken = text.replace('terminationGracePeriodSeconds', 'terminationGraceSeconds')
      expect(validate(broken, version).status).not.toBe(0)
    }

  function validate(text: string, version: string) {
    const file = join(folder, 'manifests.yaml')
    writeFileSync(file, text)
    const { status, stdout, stderr } = runTool(validator, ['--strict', '-k', version, file])
    const unknown = [...(stdout + stderr).matchAll(/find schema for kind (\S+) with api version (\S+)/g)]
    // KEDA's own: held to its own schemas below.
    return { status, unknown: unknown.filter(([, , api]) => !api!.startsWith('keda.sh/')) }
  }
})

test('uses only fields and scaler names that KEDA knows', () => {
  const manifests = render(managed)
  const kinds = { ScaledObject: 'scaledobjects', TriggerAuthentication: 'triggerauthentications' }
  for (const [kind, plural] of Object.entries(kinds)) {
    const check = readKedaSchema(keda, plural)
    const found = ofKind(manifests, kind)
    expect(found).toHaveLength(2)
    for (const manifest of found) expect([check(manifest), check.errors]).toEqual([true, null])
    expect(check({ ...found[0], spec: { ...found[0]?.spec, minReplicas: 1 } })).toBe(false)
  }
  for (const { spec } of ofKind(manifests, 'ScaledObject'))
    for (const { type, metadata, authenticationRef } of spec.triggers) {
      const known = readTriggerNames(keda, type)
      const authentication = ofKind(manifests, 'TriggerAuthentication').find(
        ({ metadata }) => metadata.name === authenticationRef.name
      )
      const given = [
        ...Object.keys(metadata),
        ...authentication!.spec.secretTargetRef.map(({ parameter }) => parameter)
      ]
      expect(given.filter(name => !known.has(name))).toEqual([])
    }
})

test('scales workers by the queue and collectors by the lag of their group', () => {
  const triggers = ofKind(render(managed), 'ScaledObject').map(({ spec }) => [
    spec.scaleTargetRef.name,
    spec.triggers[0].metadata
  ])
  expect(Object.fromEntries(triggers)).toMatchObject({
    'try-groundswell-worker': { queueName: predictQueue(builtInPredictors[0]!.predictor.name) },
    'try-groundswell-collector': {
      topic: eventsTopic,
      consumerGroup: `groundswell.${COLLECTOR_GROUP}`,
      sasl: 'scram_sha512',
      tls: 'enable'
    }
  })
  // Whoever scales a Deployment is the only one who says how many.
  const counts = ofKind(render(managed), 'Deployment').map(({ metadata, spec }) => [
    metadata.name.split('-').at(-1),
    spec.replicas
  ])
  expect(Object.fromEntries(counts)).toEqual({ api: 2, trainer: 1, source: 1 })
})

test('scales workers by the queue of each predictor in the values', () => {
  const predictors = builtInPredictors.map(({ predictor }) => ({ name: predictor.name }))
  const listed = JSON.stringify([...predictors, { name: 'language-guess', queueLength: 7 }])
  const values = ['--set-json', `services.worker.autoscaling.predictors=${listed}`]
  const scaled = ofKind(render([...managed, ...values]), 'ScaledObject').find(
    ({ spec }) => spec.scaleTargetRef.name === 'try-groundswell-worker'
  )
  expect(scaled?.spec.triggers.map(({ metadata }) => [metadata.queueName, metadata.value])).toEqual([
    [predictQueue('cascade-size'), '100'],
    [predictQueue('language-guess'), '7']
  ])
})

test('runs each service in a Deployment: not root, read-only, no capabilities, probed on the health port', () => {
  const deployments = ofKind(render(small), 'Deployment')
  expect(deployments.map(({ metadata }) => metadata.name).toSorted()).toEqual(
    services.map(name => `try-groundswell-${name}`).toSorted()
  )
  for (const { spec } of deployments) {
    const { containers, securityContext, automountServiceAccountToken } = spec.template.spec
    expect(securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } })
    expect(automountServiceAccountToken).toBe(false)
    expect(containers[0]).toMatchObject({
      securityContext: {
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] }
      },
      resources: { requests: { cpu: expect.anything(), memory: expect.anything() } },
      livenessProbe: { httpGet: { path: '/health/live', port: 'health' } },
      readinessProbe: { httpGet: { path: '/health/ready', port: 'health' } }
    })
  }
})

test('protects all but one pod of each Deployment with several', () => {
  const budgets = (values: readonly string[]) =>
    ofKind(render(values), 'PodDisruptionBudget').map(({ metadata }) => metadata.name.split('-').at(-1))
  expect(budgets(small).toSorted()).toEqual(['api', 'worker'])
  expect(budgets(managed).toSorted()).toEqual(['api', 'collector', 'worker'])
})

test('gives the program only valid settings', () => {
  const known = new Set(listSettings().map(({ variable }) => variable))
  for (const values of [small, managed]) {
    const manifests = render(values)
    const data = ofKind(manifests, 'ConfigMap')[0]?.data
    const own = ofKind(manifests, 'Secret')[0]?.stringData ?? {
      ...secrets,
      KAFKA_USERNAME: 'a',
      KAFKA_PASSWORD: 'b'
    }
    for (const { spec } of ofKind(manifests, 'Deployment')) {
      const { env = [] } = spec.template.spec.containers[0]
      const ofService = Object.fromEntries(env.map(({ name, value }) => [name, value]))
      const variables = { ...data, ...own, ...ofService }
      expect(Object.keys(variables).filter(name => !known.has(name))).toEqual([])
      expect(readConfig(variables)).toMatchObject({ mode: 'cluster', host: '0.0.0.0', healthPort: 8081 })
    }
  }
})
