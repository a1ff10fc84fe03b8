/** Bytes that no decoder of ours reads; the message says why. */
export class Undecodable extends Error {
  override readonly name = 'Undecodable'
}
