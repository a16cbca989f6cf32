/** Reading manifests from where they are: what was sent (in our files), or what is in a copy. */
import { createHash } from 'node:crypto'
import type { Readable } from 'node:stream'
import { type Manifest, manifestReader } from './rules.ts'

/** Line by line, with its sha256 as it came. Throws ManifestError. */
export async function readManifest(stream: Readable | AsyncIterable<Buffer>): Promise<{ manifest: Manifest; sha256: string }> {
  const sha = createHash('sha256')
  const reader = manifestReader()
  const decoder = new TextDecoder('utf-8')
  let rest = ''
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    sha.update(chunk)
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n')
    rest = lines.pop() ?? ''
    if (rest.length > 100_000) reader.line('too long')
    for (const line of lines) reader.line(line)
  }
  if (rest !== '') reader.line(rest)
  return { manifest: reader.end(), sha256: sha.digest('hex') }
}
