/** Where the server answers: 'http://127.0.0.1:9000'. */
const ADDRESS = 'TOY_OIP_URL'
const TIMEOUT_MS = 5_000

type Answer =
  | { readonly ok: true; readonly distances: readonly number[] }
  | { readonly ok: false; readonly code: 'invalid-input'; readonly field: string; readonly reason: string }
  | { readonly ok: false; readonly code: 'unavailable'; readonly reason: string }

/**
 * The distances of rows from centers, by the model `distances` of an Open Inference Protocol v2 server. What it refuses
 * (4xx) is a bad input; a server that is away, slow or broken is unavailable.
 */
export async function askServer(
  rows: readonly (readonly number[])[],
  centers: readonly (readonly number[])[]
): Promise<Answer> {
  const body = JSON.stringify({ inputs: [toTensor('rows', rows), toTensor('centers', centers)] })
  try {
    const response = await fetch(new URL('/v2/models/distances/infer', process.env[ADDRESS]), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
      signal: AbortSignal.timeout(TIMEOUT_MS)
    })
    const answer = (await response.json()) as { error?: string; outputs?: [{ data: number[] }] }
    const reason = answer.error ?? `the server answered ${response.status}`
    if (response.status >= 500) return { ok: false, code: 'unavailable', reason }
    if (!response.ok || !answer.outputs) return { ok: false, code: 'invalid-input', field: '', reason }
    return { ok: true, distances: answer.outputs[0].data }
  } catch (error) {
    return { ok: false, code: 'unavailable', reason: `the server does not answer: ${error}` }
  }
}

function toTensor(name: string, rows: readonly (readonly number[])[]) {
  const shape = [rows.length, rows[0]?.length ?? 0]
  return { name, datatype: 'FP64', shape, data: rows.flat() }
}
