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

/** A JSON body: its value, its original text, and where its members are in the text. `Value`: what a check has ensured. */
export interface JsonBody<Value = unknown> {
  readonly value: Value
  readonly text: string
  readonly bytes: Buffer
  readonly members: readonly Member[]
}

/** One request, validated against the contract. */
export interface Call<Id extends OperationId> {
  readonly path: Parameters<Id, 'path'>
  readonly query: Parameters<Id, 'query'>
  readonly body: Body<Id>
  readonly json: JsonBody<NonNullable<Body<Id>>> | null
  readonly requestId: string
  /** The name of the API key; null if no key is configured. */
  readonly keyName: string | null
  /** Aborts when the caller disconnects or the service closes. Created at the first access. */
  readonly signal: AbortSignal
  readonly request: FastifyRequest
  readonly reply: FastifyReply
}

type Json<Response> = Response extends { content: { 'application/json': infer Body } } ? Body : never
type Responses<Id extends OperationId> = operations[Id]['responses']

/** An answer of the contract: a status with the body of that status. */
type Answer<Id extends OperationId> = {
  [Status in keyof Responses<Id> & number]: {
    readonly status: Status
    readonly body: Json<Responses<Id>[Status]>
    readonly headers?: Readonly<Record<string, string>>
  }
}[keyof Responses<Id> & number]

/** An answer that is not JSON, or that is already JSON text. */
export interface RawAnswer {
  readonly status: 200
  readonly type: string
  readonly raw: string | Buffer | Readable
  readonly headers?: Readonly<Record<string, string>>
}

/** Says that the caller's copy is still current. */
export interface UnchangedAnswer {
  readonly status: 304
  readonly headers: Readonly<Record<string, string>>
}

/** Returned by a handler that writes to the connection itself. */
export const hijacked = Symbol('hijacked')

type Handler<Id extends OperationId> = (
  call: Call<Id>
) => Promise<Answer<Id> | RawAnswer | UnchangedAnswer | typeof hijacked>

/** One handler for each operation of the contract without a successor; the compiler rejects missing and surplus handlers. */
export type Handlers = { readonly [Id in Exclude<OperationId, keyof typeof successors>]: Handler<Id> }
