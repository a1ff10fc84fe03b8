import { dirname, join, normalize } from 'node:path'
import ts from 'typescript'

type Names = Set<string> | 'all'

interface Source {
  readonly exported: readonly string[]
  /** The names that this file takes from each other file. */
  readonly taken: ReadonlyMap<string, Names>
}

/**
 * `file: name` for each exported name that no other file takes. All exports are used of an entry, of a file that `import()`
 * or a string names (a worker thread's), and of a file that exports `moduleUrl` (threads call its functions by name). Of a
 * namespace import the names are used that occur in the importing file.
 */
export function findUnusedExports(
  texts: ReadonlyMap<string, string>,
  isEntry: (file: string) => boolean
): readonly string[] {
  const sources = new Map([...texts].map(([file, text]) => [file, readSource(file, text)]))
  const used = new Map<string, Names>()
  for (const { taken } of sources.values())
    for (const [file, names] of taken) {
      const before = used.get(file) ?? new Set<string>()
      used.set(file, addNames(before, names))
    }
  return [...sources].flatMap(([file, { exported }]) => {
    const names = isEntry(file) || exported.includes('moduleUrl') ? 'all' : (used.get(file) ?? new Set())
    if (names === 'all') return []
    return exported.filter(name => !names.has(name)).map(name => `${file}: ${name}`)
  })
}

function readSource(file: string, text: string): Source {
  const exported: string[] = []
  const taken = new Map<string, Names>()
  const words = new Set(text.match(/[\w$]+/g))

  function take(target: ts.Node | undefined, names: Names): void {
    if (!target || !ts.isStringLiteralLike(target) || !target.text.startsWith('.')) return
    const path = normalize(join(dirname(file), target.text))
    const before = taken.get(path) ?? new Set<string>()
    taken.set(path, addNames(before, names))
  }

  function visit(node: ts.Node): void {
    if (ts.isImportDeclaration(node)) {
      take(node.moduleSpecifier, readImported(node.importClause, words))
      return
    }
    if (ts.isExportDeclaration(node)) {
      const { exportClause, moduleSpecifier } = node
      const names = exportClause && ts.isNamedExports(exportClause) ? exportClause.elements : null
      if (moduleSpecifier) take(moduleSpecifier, names ? new Set(names.map(nameOfOrigin)) : 'all')
      exported.push(...(names ?? []).map(({ name }) => name.text))
      return
    }
    if (ts.isExportAssignment(node)) exported.push('default')
    if (ts.canHaveModifiers(node)) exported.push(...readDeclared(node))
    if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
      take(node.argument.literal, words)
      return
    }
    if (ts.isStringLiteralLike(node)) take(node, 'all')
    ts.forEachChild(node, visit)
  }
  visit(ts.createSourceFile(file, text, ts.ScriptTarget.Latest))
  return { exported, taken }
}

function readImported(clause: ts.ImportClause | undefined, words: Set<string>): Names {
  const names = new Set<string>()
  if (clause?.name) names.add('default')
  const bindings = clause?.namedBindings
  if (!bindings) return names
  return addNames(names, ts.isNamedImports(bindings) ? new Set(bindings.elements.map(nameOfOrigin)) : words)
}

function addNames(names: Names, more: Names): Names {
  return names === 'all' || more === 'all' ? 'all' : new Set([...names, ...more])
}

function nameOfOrigin({ propertyName, name }: ts.ImportSpecifier | ts.ExportSpecifier): string {
  return (propertyName ?? name).text
}

function readDeclared(node: ts.HasModifiers): readonly string[] {
  const kinds = ts.getModifiers(node)?.map(({ kind }) => kind) ?? []
  if (!kinds.includes(ts.SyntaxKind.ExportKeyword)) return []
  if (kinds.includes(ts.SyntaxKind.DefaultKeyword)) return ['default']
  if (ts.isVariableStatement(node))
    return node.declarationList.declarations.flatMap(({ name }) => (ts.isIdentifier(name) ? [name.text] : []))
  const name = ts.getNameOfDeclaration(node as ts.Node as ts.Declaration)
  return name && ts.isIdentifier(name) ? [name.text] : []
}
