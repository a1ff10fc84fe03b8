/** A one-line fault, and the test that must notice it. */
export interface Mutant {
  /** What the mutated program does wrong. */
  readonly name: string
  readonly file: string
  /** Occurs exactly once in the file. */
  readonly find: string
  readonly replace: string
  /** `name` as it is written in the file; of a `test.each`, the words before the first placeholder. */
  readonly test: { readonly file: string; readonly name: string }
}
