import { hashText } from '../../learners/text-hash.ts'

/**
 * A 52-bit hash of an author's id, which a number holds exactly. Samples and model versions keep it in place of the id. It is a
 * pseudonym: who knows an id can recognise its hash.
 */
export function hashAuthor(authorId: string): number {
  const words = new Uint32Array(2)
  hashText(authorId, words, 0)
  return (words[1] & 0xfffff) * 2 ** 32 + words[0]
}
