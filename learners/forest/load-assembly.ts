const compiled = new Map<string, WebAssembly.Module | null>()

/** A new instance, with a memory of its own, of a module of *.generated.ts; null where it cannot run: SIMD is missing. */
export function loadAssembly<Exports>(base64: string): Exports | null {
  let module = compiled.get(base64)
  if (module === undefined) {
    const bytes = Uint8Array.from(atob(base64), letter => letter.charCodeAt(0))
    module = WebAssembly.validate(bytes) ? new WebAssembly.Module(bytes) : null
    compiled.set(base64, module)
  }
  return module && (new WebAssembly.Instance(module).exports as unknown as Exports)
}
