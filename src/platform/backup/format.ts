/**
 * A back-up is one tar.gz: spil.json, then the rows of each table as PostgreSQL's COPY writes them (in pieces), the signed heads, the files
 * under the sha256 of their content, and last manifest.json with the sha256 of every other part. Any tar program can open it.
 */
import * as z from 'zod'

const Table = z.object({ schema: z.string(), name: z.string(), columns: z.array(z.string()) })
export type Table = z.infer<typeof Table>

/** spil.json: what is inside, and what the program must be able to do to read it. */
export const Contents = z.object({
  format: z.literal(1),
  version: z.string(),
  at: z.string(),
  /** Tells, without giving anything away, whether a key folder is the one that belongs to this back-up. */
  keyMark: z.string(),
  migrations: z.array(z.object({ room: z.string(), number: z.number(), name: z.string(), checksum: z.string() })),
  tables: z.array(Table),
})
export type Contents = z.infer<typeof Contents>

export const Manifest = z.object({
  parts: z.array(z.object({ name: z.string(), size: z.number(), sha256: z.string() })),
  /** Rows of each table, by 'schema.name'. */
  rows: z.record(z.string(), z.number()),
  sequences: z.array(z.object({ schema: z.string(), name: z.string(), last: z.string() })),
  /** Files stand under their own sha256, so only their number and bytes are kept here. */
  files: z.object({ count: z.number(), bytes: z.number() }),
})
export type Manifest = z.infer<typeof Manifest>

export class BackupError extends Error {
  override name = 'BackupError'
}

export const qualified = ({ schema, name }: { schema: string; name: string }) => `${quoted(schema)}.${quoted(name)}`
export const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`
export const labelOf = ({ schema, name }: { schema: string; name: string }) => `${schema}.${name}`

/** Made anew at each start or by a process for itself; the migrations are run, not copied. */
export const notCopied = ['public.migration', 'graphile_worker.migrations']
