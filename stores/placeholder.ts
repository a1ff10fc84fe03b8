/** Stands in a compiled statement for a value that is bound at each run. */
export class Placeholder {
  readonly name: string

  constructor(name: string) {
    this.name = name
  }
}

/** Creates the placeholder of a value. Its type `never` fits a column of any type. */
export function placeholder(name: string): never {
  return new Placeholder(name) as never
}
