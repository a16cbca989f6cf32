/**
 * A proof that one file stood in the logbook, for whoever has the file and nothing else: the event that names its sha256, the way from its leaf to
 * a signed head (RFC 6962, 2.1.1) and the public key. For any event with `sha256` in its data. No personal content is in it.
 */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import * as z from 'zod'
import type { App } from '../room.ts'
import { fingerprint } from './export.ts'
import { type Head, hashOf, headColumns, headKey, headOf, isSigned, type LogRecord, type LogRow, logColumns, logRow, publicKey } from './leaf.ts'
import { type Hash, includes, pathAfter } from './merkle.ts'

const hex = z.string().regex(/^[0-9a-f]{64}$/)
const Proof = z.object({
  spil: z.literal('proof'),
  version: z.literal(1),
  sha256: hex,
  publicKey: z.string().max(1000),
  seq: z.int().min(0),
  event: z
    .object({ id: z.int(), name: z.string(), about: z.string(), organisationId: z.string().nullable(), actor: z.string(), at: z.string() })
    .extend({ data: z.unknown(), people: z.array(z.string()), confined: z.boolean(), contentHash: z.string().nullable() }),
  path: z.array(hex).max(64),
  head: z.object({ size: z.int().min(1), root: hex, at: z.string(), signature: z.string().max(200) }),
})
export type Proof = z.infer<typeof Proof>

/** The proof of the file that an event of this name about this thing names. Undefined: there is no such event, or it waits to be sealed. */
export async function proofOf(app: App, { name, about, sha256 }: { name: string; about: string; sha256: string }): Promise<Proof | undefined> {
  const { owner } = app.pools
  const found = await owner.query<LogRecord & { seq: string }>(
    `select l.seq::text as seq, ${logColumns} from event e join leaf l on l.event_id = e.id
     where e.about = $1 and e.name = $2 and e.data->>'sha256' = $3 order by l.seq limit 1`,
    [about, name, sha256],
  )
  const [row] = found.rows
  if (!row) return undefined
  const seq = Number(row.seq)
  // The head of the batch it was sealed in, and what the tree was before that: nothing else of the logbook has to be read.
  const above = await owner.query<Parameters<typeof headOf>[0]>(`select ${headColumns} from head h where h.size > $1 order by h.size limit 1`, [seq])
  const below = await owner.query<{ size: string; frontier: Hash[] }>(
    'select size::text as size, frontier from head where size <= $1 order by head.size desc limit 1',
    [seq],
  )
  const head = above.rows[0] && headOf(above.rows[0])
  if (!head) return undefined
  const from = Number(below.rows[0]?.size ?? 0)
  const leaves = await owner.query<{ hash: Hash }>('select hash from leaf where seq >= $1 and seq < $2 order by seq', [from, head.size])
  const batch = leaves.rows.map(({ hash }) => hash)
  const path = pathAfter(below.rows[0]?.frontier ?? [], from, batch, seq).map((hash) => hash.toString('hex'))
  return { spil: 'proof', version: 1, sha256, publicKey: headKey(app.secrets).publicPem, seq, event: logRow(row), path, head }
}

export type ProofVerdict =
  | { ok: true; sha256: string; seq: number; event: LogRow; head: Head; fingerprint: string }
  | { ok: false; why: string; fingerprint: string | null }

/**
 * Checks file and proof by themselves, without database or network. `key`: the public key (PEM) one already trusts; without it the proof's own is
 * used, and its fingerprint should be compared with the one that the installation shows.
 */
export async function verifyProof(path: string, proofPath: string, key?: string): Promise<ProofVerdict> {
  const proof = await readProof(proofPath)
  if (!proof) return { ok: false, why: `${proofPath} is not a proof of Spil, or a part of it is missing`, fingerprint: null }
  const trusted = key ?? proof.publicKey
  const print = keyPrint(trusted)
  const wrong = (why: string) => ({ ok: false as const, why, fingerprint: print })
  if (print === null) return wrong('the public key cannot be read')
  const sha256 = await sha256Of(path)
  const event = proof.event as LogRow
  const named = (event.data as { sha256?: unknown } | null)?.sha256
  if (named !== proof.sha256) return wrong('the event in the proof names another file than the proof does: the proof was changed')
  if (sha256 !== proof.sha256)
    return wrong(
      `this is not the file that the logbook names: it was changed, or this is the proof of another file\nis    ${sha256}\nnamed ${proof.sha256}`,
    )
  // First whose it is: another key says more than a root that does not fit.
  if (!isSigned('head', proof.head, publicKey(trusted)))
    return wrong(
      key !== undefined && keyPrint(proof.publicKey) !== print
        ? 'the proof is of another installation: it is not signed with this key'
        : 'the head does not carry the signature of this key: the proof was changed',
    )
  const hashes = proof.path.map((one) => Buffer.from(one, 'hex'))
  if (!includes(hashOf(event), proof.seq, proof.head.size, hashes, Buffer.from(proof.head.root, 'hex')))
    return wrong('the event does not lead to the signed head: the event, its place or its path was changed')
  return { ok: true, sha256, seq: proof.seq, event, head: proof.head, fingerprint: print }
}

async function readProof(path: string): Promise<Proof | undefined> {
  const text = await readFile(path, 'utf8')
  try {
    return Proof.parse(JSON.parse(text))
  } catch {
    return undefined
  }
}

function keyPrint(pem: string): string | null {
  try {
    return fingerprint(pem)
  } catch {
    return null
  }
}

async function sha256Of(path: string): Promise<string> {
  const sha = createHash('sha256')
  await pipeline(createReadStream(path), sha)
  return sha.digest('hex')
}
