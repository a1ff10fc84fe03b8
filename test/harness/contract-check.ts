import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import ajvFormats from 'ajv-formats'
import { document } from '../../api/http/contract.ts'
import { pageFolders } from '../../api/web-files.ts'

/** An answer of the API. */
export interface Answer {
  readonly method: string
  /** Without the query. */
  readonly path: string
  readonly status: number
  readonly headers: Headers
  /** Null if it was not read, as for a stream that does not end. */
  readonly body: string | null
}

interface ResponseNode {
  readonly $ref?: string
  readonly headers?: Readonly<Record<string, { readonly schema: object } | { readonly $ref: string }>>
  readonly content?: Readonly<Record<string, { readonly schema?: object }>>
}
interface Operation {
  readonly responses: Readonly<Record<string, ResponseNode>>
  readonly deprecated?: boolean
}
type PathItem = Readonly<Record<string, Operation | undefined>>

const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, validateSchema: false, allErrors: true })
;(ajvFormats as unknown as (ajv: Ajv2020) => void)(ajv)
ajv.addVocabulary(Object.keys(document))
ajv.addSchema(document, 'openapi')
const headerAjv = new Ajv2020({ coerceTypes: true })
const compiled = new Map<string, ValidateFunction>()

/** The page with its files and the documentation, which are not part of the contract. */
const pagePaths = new RegExp(`^/(?:$|(?:${pageFolders.join('|')}|packages|docs)(?:/|$))`)
const problem = '#/components/responses/Problem'

/** Describes how status, headers, media type or body of an answer contradict openapi.yaml. Null if they do not. */
export function findContractFault(answer: Answer): string | null {
  const { status, path } = answer
  const [template, item] = findPath(path) ?? []
  const method = answer.method === 'HEAD' ? 'get' : answer.method.toLowerCase()
  const operation = item?.[method]
  if (template === undefined || operation === undefined) {
    // Every path answers OPTIONS, with its methods or to a CORS preflight request.
    if (method === 'options' && status === 204 && !answer.body) return null
    if (method === 'get' && status < 400 && pagePaths.test(path)) return null
    if (status < 400) return describe(answer, 'is not in the contract')
    return findFaultIn(answer, problem, resolve(problem))
  }
  if (
    operation.deprecated &&
    status < 400 &&
    !(answer.headers.has('deprecation') && answer.headers.has('link'))
  )
    return describe(answer, 'is of a deprecated route and has no Deprecation and Link')
  const key = operation.responses[status] === undefined ? 'default' : String(status)
  const node = operation.responses[key]
  if (node === undefined || (key === 'default' && status < 400))
    return describe(answer, 'has an unknown status')
  const pointer = `#/paths/${escapeStep(template)}/${method}/responses/${key}`
  return findFaultIn(answer, node.$ref ?? pointer, node.$ref === undefined ? node : resolve(node.$ref))
}

function findFaultIn(answer: Answer, pointer: string, node: ResponseNode): string | null {
  const { headers, body } = answer
  for (const [name, given] of Object.entries(node.headers ?? {})) {
    const { schema } = '$ref' in given ? resolve<{ readonly schema: object }>(given.$ref) : given
    const value = headers.get(name)
    if (value !== null && !headerAjv.validate(schema, value)) return describe(answer, `${name}: ${value}`)
  }
  const types = Object.keys(node.content ?? {})
  const type = (headers.get('content-type') ?? '').split(';', 1)[0] ?? ''
  if (types.length === 0) return body === null || body === '' ? null : describe(answer, 'must have no body')
  if (!types.includes(type)) return describe(answer, `is ${type || 'of no type'}, not ${types.join(' or ')}`)
  if (answer.method === 'HEAD')
    return body === null || body === '' ? null : describe(answer, 'must have no body')
  if (body === null || !/[/+]json$/.test(type) || node.content?.[type]?.schema === undefined) return null
  return findFaultInBody(answer, body, `${pointer}/content/${escapeStep(type)}/schema`)
}

function findFaultInBody(answer: Answer, body: string, pointer: string): string | null {
  const validate = compiled.get(pointer) ?? ajv.compile({ $ref: `openapi${encodeURI(pointer)}` })
  compiled.set(pointer, validate)
  return validate(parse(body)) ? null : describe(answer, ajv.errorsText(validate.errors))
}

function describe({ method, path, status, body }: Answer, fault: string): string {
  return `${method} ${path} ${status} ${fault}: ${body?.slice(0, 2000) ?? ''}`
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}

function findPath(path: string): [string, PathItem] | undefined {
  const given = path.split('/')
  const fits = (template: string) => {
    const wanted = template.split('/')
    return (
      wanted.length === given.length && wanted.every((step, i) => step.startsWith('{') || step === given[i])
    )
  }
  return Object.entries(document.paths as unknown as Readonly<Record<string, PathItem>>)
    .filter(([template]) => fits(template))
    .toSorted(([a], [b]) => a.split('{').length - b.split('{').length)[0]
}

function resolve<Node = ResponseNode>(ref: string): Node {
  let node: unknown = document
  for (const step of ref.slice(2).split('/')) node = (node as Record<string, unknown>)[step]
  return node as Node
}

function escapeStep(step: string): string {
  return step.replaceAll('~', '~0').replaceAll('/', '~1')
}
