import { readFileSync } from 'node:fs'
import { Validator } from '@seriousme/openapi-schema-validator'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { generateContract } from '../../../ports/contract/generate.ts'
import { errorKinds } from '../../../ports/errors.ts'
import { cascadeSize } from '../../../predictors/cascade-size/cascade-size.ts'

const root = new URL('../../../', import.meta.url)
const yaml = readFileSync(new URL('openapi.yaml', root), 'utf8')

test('openapi.yaml is a valid OpenAPI 3.1 description', async () => {
  const result = await new Validator().validate(parse(yaml))
  expect(result.errors ?? []).toEqual([])
  expect(result.valid).toBe(true)
})

test('ports/contract/generated equals the result of `npm run generate`', async () => {
  for (const [name, text] of Object.entries(await generateContract(yaml)))
    expect(readFileSync(new URL(`ports/contract/generated/${name}`, root), 'utf8'), name).toBe(text)
})

test('the contract lists exactly the codes of ports/errors.ts', () => {
  expect(parse(yaml).components.schemas.ErrorCode.enum).toEqual(Object.keys(errorKinds))
})

test('a Forecast has exactly the fields of the output of the predictor', () => {
  const { Forecast } = parse(yaml).components.schemas
  const output = cascadeSize.output as { properties: object; required: readonly string[] }
  expect(Object.keys(Forecast.properties).toSorted()).toEqual(Object.keys(output.properties).toSorted())
  // Answers of earlier releases do not have every field.
  expect(output.required).toEqual(expect.arrayContaining(Forecast.required))
})

const scopes = ['read', 'submit', 'operate', 'admin']
const methods = ['get', 'put', 'post', 'delete', 'patch'] as const

test('every operation names its scope, which is read for every GET', () => {
  const paths: Readonly<Record<string, Readonly<Record<string, Operation>>>> = parse(yaml).paths
  for (const [path, item] of Object.entries(paths))
    for (const method of methods) {
      const operation = item[method]
      if (operation === undefined) continue
      const name = `x-scope of ${method} ${path}, one of ${scopes.join(', ')}`
      expect(scopes, name).toContain(operation['x-scope'])
      if (method === 'get') expect(operation['x-scope'], name).toBe('read')
    }
})

interface Operation {
  readonly 'x-scope'?: string
}
