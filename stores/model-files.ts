import { createHash } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import type { BlobStore } from '../ports/blobs.ts'
import type { Clock } from '../ports/clock.ts'
import { Failure } from '../ports/errors.ts'
import { damaged, type Manifest, type ManifestDraft, parseManifest } from './model-manifest.ts'

/** The files of the versions, each written once. The history has the state of a version. */
interface ModelFiles {
  /** Stores the artefact, then the manifest, which makes the version exist. A number whose publisher died is burned. */
  publish(predictor: string, artefact: Uint8Array, draft: ManifestDraft): Promise<Manifest>
  /** All numbers taken so far, burned ones included, ascending. */
  numbers(predictor: string): Promise<readonly number[]>
  /** Throws Failure('unknown-version' | 'damaged-version'). */
  manifest(predictor: string, version: number): Promise<Manifest>
  /** The bytes, verified against the manifest. Throws as `manifest` does. */
  artefact(predictor: string, version: number): Promise<Uint8Array>
}

export function buildModelFiles(blobs: BlobStore, clock: Clock): ModelFiles {
  const manifests = new Map<string, Manifest>()

  async function publish(predictor: string, artefact: Uint8Array, draft: ManifestDraft): Promise<Manifest> {
    const sha256 = await hash(artefact)
    let version = ((await numbers(predictor)).at(-1) ?? 0) + 1
    for (; ; version++) {
      const folder = versionFolder(predictor, version)
      if ((await blobs.putOnce(`${folder}artefact.bin`, artefact)) === 'exists') continue
      const manifest: Manifest = {
        format: 1,
        predictor,
        version,
        sha256,
        bytes: artefact.byteLength,
        createdAt: new Date(clock.now()).toISOString(),
        ...draft
      }
      const bytes = Buffer.from(JSON.stringify(manifest, null, 2))
      if ((await blobs.putOnce(`${folder}manifest.json`, bytes)) === 'stored') return manifest
    }
  }

  async function numbers(predictor: string): Promise<readonly number[]> {
    const prefix = `${modelFolder(predictor)}versions/`
    const found = new Set<number>()
    let startAfter = prefix
    for (;;) {
      const keys = await blobs.list(prefix, { startAfter, limit: 1000 })
      for (const key of keys) found.add(Number(key.slice(prefix.length, prefix.length + VERSION_DIGITS)))
      if (keys.length < 1000) return [...found]
      startAfter = keys.at(-1)!
    }
  }

  async function manifest(predictor: string, version: number): Promise<Manifest> {
    const key = `${versionFolder(predictor, version)}manifest.json`
    const known = manifests.get(key)
    if (known) return known
    const bytes = await blobs.get(key)
    const parsed = bytes && parseManifest(bytes, predictor, version)
    if (!parsed) throw unknownVersion(predictor, version)
    manifests.set(key, parsed)
    if (manifests.size > KEPT_MANIFESTS) manifests.delete(manifests.keys().next().value!)
    return parsed
  }

  async function artefact(predictor: string, version: number): Promise<Uint8Array> {
    const { sha256, bytes: size } = await manifest(predictor, version)
    const bytes = await blobs.get(`${versionFolder(predictor, version)}artefact.bin`)
    if (!bytes) throw damaged(version, 'its artefact is missing')
    if (bytes.byteLength !== size)
      throw damaged(version, `its artefact has ${bytes.byteLength} bytes instead of ${size}`)
    if ((await hash(bytes)) !== sha256)
      throw damaged(version, 'the checksum of its artefact differs from its manifest')
    return bytes
  }

  return { publish, numbers, manifest, artefact }
}

const VERSION_DIGITS = 6
const KEPT_MANIFESTS = 200
/** About a millisecond. */
const HASHED_BYTES = 1_000_000

export function modelFolder(predictor: string): string {
  return `models/${predictor}/`
}

export function versionFolder(predictor: string, version: number): string {
  return `${modelFolder(predictor)}versions/${String(version).padStart(VERSION_DIGITS, '0')}/`
}

/** An artefact may have 100 MB: hashes it in pieces, between which others run. Copies nothing. */
async function hash(bytes: Uint8Array): Promise<string> {
  const sha = createHash('sha256')
  for (let start = 0; start < bytes.byteLength; start += HASHED_BYTES) {
    if (start > 0) await setImmediate()
    sha.update(bytes.subarray(start, start + HASHED_BYTES))
  }
  return sha.digest('hex')
}

export function unknownVersion(predictor: string, version: number): Failure {
  return new Failure('unknown-version', `${predictor} has no version ${version}`, { field: 'version' })
}
