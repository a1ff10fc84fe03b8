import { readFileSync } from 'node:fs'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import ajvFormats from 'ajv-formats'
import { parse } from 'yaml'

interface Channel {
  readonly address: string
  readonly messages: Readonly<Record<string, { readonly $ref: string }>>
}
interface Description {
  readonly asyncapi: string
  readonly channels: Readonly<Record<string, Channel>>
  readonly operations: Readonly<Record<string, { readonly channel: { readonly $ref: string } }>>
  readonly components: {
    readonly messages: Readonly<Record<string, { readonly payload: { readonly $ref: string } }>>
    readonly schemas: Readonly<Record<string, object>>
  }
}

export const asyncapi: Description = parse(
  readFileSync(new URL('../../asyncapi.yaml', import.meta.url), 'utf8')
)

const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, validateSchema: false })
;(ajvFormats as unknown as (ajv: Ajv2020) => void)(ajv)
ajv.addVocabulary(Object.keys(asyncapi))
ajv.addSchema(asyncapi, 'asyncapi')

/** The checks of all message kinds of a channel, by its address. */
const checks = new Map<string, ReadonlyMap<string, ValidateFunction>>(
  Object.values(asyncapi.channels).map(({ address, messages }) => {
    const kinds = new Map(
      Object.keys(messages).map(name => {
        const { $ref } = asyncapi.components.messages[name]!.payload
        return [name, ajv.compile({ $ref: `asyncapi${$ref}` })] as const
      })
    )
    return [address, kinds] as const
  })
)

/** The address of each channel; a parameter is in braces. */
export const addresses: readonly string[] = [...checks.keys()]

/** Finds the address with parameters for an address with values. */
export function findAddress(filled: string): string | undefined {
  return addresses.find(address => {
    const [before = '', after] = address.split(/\{\w+\}/)
    return after === undefined
      ? address === filled
      : filled.startsWith(before) && filled.endsWith(after) && filled.length > before.length + after.length
  })
}

/** Returns the kind of a message of the channel. Throws Error with the faults if it matches no kind. */
export function recogniseMessage(address: string, value: string): string {
  const faults: unknown[] = []
  for (const [name, check] of checks.get(findAddress(address) ?? '') ?? []) {
    if (check(JSON.parse(value))) return name
    faults.push({ [name]: check.errors })
  }
  throw new Error(`not a message of ${address}: ${value}\n${JSON.stringify(faults)}`)
}
