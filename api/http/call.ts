import type { Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { operations } from '../../ports/contract/generated/types.ts'
import type { OperationId } from './contract.ts'
import type { Member } from './json-scan.ts'
import type { successors } from './successors.ts'

type Parameters<Id extends OperationId, Place extends string> = operations[Id] extends {
  parameters: { [P in Place]?: infer Found }
}
  ? NonNullable<Found>
  : Record<never, never>

type Body<Id extends OperationId> = [NonNullable<operations[Id]['requestBody']>] extends [never]
  ? undefined
  : NonNullable<operations[Id]['requestBody']> extends { content: { 'application/json': infer Json } }
    ? Json | Optional<Id>
    : undefined

type Optional<Id extends OperationId> = undefined extends operations[Id]['requestBody'] ? undefined : never

/** A JSON body as it came, besides what it says. */
export interface JsonBody {
  readonly value: unknown
  readonly text: string
  readonly bytes: Buffer
  readonly members: readonly Member[]
}

/** One request, validated against the contract. */
export interface Call<Id extends OperationId> {
  readonly path: Parameters<Id, 'path'>
  readonly query: Parameters<Id, 'query'>
  readonly body: Body<Id>
  readonly json: JsonBody | null
  readonly requestId: string
  /** The API key's name; null where none is configured. */
  readonly keyName: string | null
  /** Fires when the caller is gone or the service closes. Made when it is asked for: not for every request. */
  readonly signal: AbortSignal
  readonly request: FastifyRequest
  readonly reply: FastifyReply
}

type Json<Response> = Response extends { content: { 'application/json': infer Body } } ? Body : never
type Responses<Id extends OperationId> = operations[Id]['responses']

/** An answer the contract knows: its status and the body that belongs to it. */
type Answer<Id extends OperationId> = {
  [Status in keyof Responses<Id> & number]: {
    readonly status: Status
    readonly body: Json<Responses<Id>[Status]>
    readonly headers?: Readonly<Record<string, string>>
  }
}[keyof Responses<Id> & number]

/** Bytes or text of another type than JSON, or JSON text that is at hand already. */
export interface RawAnswer {
  readonly status: 200
  readonly type: string
  readonly raw: string | Buffer | Readable
  readonly headers?: Readonly<Record<string, string>>
}

/** The caller has what it asks for already. */
export interface UnchangedAnswer {
  readonly status: 304
  readonly headers: Readonly<Record<string, string>>
}

/** The handler writes to the connection itself. */
export const hijacked = Symbol('hijacked')

type Handler<Id extends OperationId> = (
  call: Call<Id>
) => Promise<Answer<Id> | RawAnswer | UnchangedAnswer | typeof hijacked>

/** One for each operation of the contract that has no successor: a missing or a surplus one does not compile. */
export type Handlers = { readonly [Id in Exclude<OperationId, keyof typeof successors>]: Handler<Id> }
