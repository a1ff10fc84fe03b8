import type { components, paths } from '../../ports/contract/generated/types.ts'

type Problem = components['schemas']['Problem']

/**
 * The body of an answer to a path such as '/predictions?limit=1' or `/predictions/${id}`, by openapi.yaml: that of a success, and
 * the fields of a problem, which are there otherwise. Never checked here: check-answers.ts checks every answer.
 */
export type AnswerAt<Path extends string, Method extends 'get' | 'post'> =
  SuccessOf<Operation<Template<WithoutQuery<Path>>, Method>> extends infer Success
    ? [Success] extends [never]
      ? Partial<Problem>
      : Success & Partial<Omit<Problem, keyof Success>>
    : never

type WithoutQuery<Path extends string> = Path extends `${infer Start}?${string}` ? Start : Path

/** Its path in openapi.yaml: '/models/latest' is that one, and not '/models/{version}'. */
type Template<Path extends string> = Path extends keyof paths
  ? Path
  : [KeyOf<Path, 'precise'>] extends [never]
    ? KeyOf<Path, 'any'>
    : KeyOf<Path, 'precise'>

type KeyOf<Path extends string, How extends 'precise' | 'any'> = {
  [Key in keyof paths]: IsMatch<Path, Key, How> extends true ? Key : never
}[keyof paths]

type IsMatch<Path extends string, Key extends string, How> = Path extends `${infer Step}/${infer Rest}`
  ? Key extends `${infer KeyStep}/${infer KeyRest}`
    ? IsStep<Step, KeyStep, How> extends true
      ? IsMatch<Rest, KeyRest, How>
      : false
    : false
  : Key extends `${string}/${string}`
    ? false
    : IsStep<Path, Key, How>

/** 'precise': only what is any text matches a parameter. */
type IsStep<Step extends string, KeyStep extends string, How> = KeyStep extends `{${string}}`
  ? How extends 'any'
    ? true
    : string extends Step
      ? true
      : false
  : Step extends KeyStep
    ? true
    : false

type Operation<Key extends keyof paths, Method extends 'get' | 'post'> = NonNullable<paths[Key][Method]>

type SuccessOf<Of> = Of extends { readonly responses: infer Responses }
  ? JsonOf<Responses[keyof Responses & 200]> extends infer Found
    ? [Found] extends [never]
      ? JsonOf<Responses[keyof Responses & (201 | 202)]>
      : Found
    : never
  : never

type JsonOf<Response> = Response extends { readonly content: { readonly 'application/json': infer Json } }
  ? Json
  : never
