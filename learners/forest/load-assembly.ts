const compiled = new Map<string, WebAssembly.Module | null>()

/** Creates an instance, with its own memory, of a module in *.generated.ts. Null where SIMD is not available. */
export function loadAssembly<Exports>(base64: string): Exports | null {
  let module = compiled.get(base64)
  if (module === undefined) {
    const bytes = Uint8Array.from(atob(base64), letter => letter.charCodeAt(0))
    module = WebAssembly.validate(bytes) ? new WebAssembly.Module(bytes) : null
    compiled.set(base64, module)
  }
  return module && new WebAssembly.Instance<Exports>(module).exports
}
