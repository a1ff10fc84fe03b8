import ts from 'typescript'
import { hash } from './hash.ts'

/** The name of what runs as soon as a file is imported. */
export const MODULE = 'module'

/** Code that runs as a whole once it is entered: a block, a clause of a switch, the body of an arrow function. */
interface Block {
  readonly start: number
  readonly end: number
  /** An expression has no statements: its marker goes before a comma. */
  readonly isExpression: boolean
}

/** The innermost block around a place of a file. Its name is of its text: it is the same wherever the block moves. */
export function findBlock(source: ts.SourceFile, start: number, end: number): string {
  const around = listBlocks(source).filter(block => block.start <= start && end <= block.end)
  const innermost = around.toSorted((a, b) => b.start - a.start)[0]
  return innermost === undefined ? MODULE : nameOf(source, innermost)
}

function nameOf({ text }: ts.SourceFile, { start, end }: Block): string {
  return hash(text.slice(start, end))
}

/** The same code, which calls `mark(name)` whenever it enters a block. No line changes its number. */
export function markBlocks(source: ts.SourceFile, importOfMark: string, mark: (name: string) => string) {
  const inserts = listBlocks(source).flatMap(block => {
    const call = mark(nameOf(source, block))
    if (!block.isExpression) return [{ at: block.start, text: ` ${call}; ` }]
    return [
      { at: block.start, text: `(${call}, ` },
      { at: block.end, text: ')' }
    ]
  })
  const marked = inserts
    .toSorted((a, b) => b.at - a.at)
    .reduce((text, { at, text: insert }) => text.slice(0, at) + insert + text.slice(at), source.text)
  return `${marked}\n${importOfMark}\n${mark(MODULE)}\n`
}

function listBlocks(source: ts.SourceFile): readonly Block[] {
  const blocks: Block[] = []
  function visit(node: ts.Node): void {
    if (ts.isBlock(node))
      blocks.push({ start: node.getStart(source) + 1, end: node.getEnd(), isExpression: false })
    if (ts.isCaseOrDefaultClause(node) && node.statements[0])
      blocks.push({ start: node.statements[0].getStart(source), end: node.getEnd(), isExpression: false })
    if (ts.isArrowFunction(node) && !ts.isBlock(node.body))
      blocks.push({ start: node.body.getStart(source), end: node.body.getEnd(), isExpression: true })
    ts.forEachChild(node, visit)
  }
  visit(source)
  return blocks
}
