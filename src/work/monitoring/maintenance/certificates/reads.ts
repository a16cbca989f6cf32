/** Certificates as screens show them, and following what an item serves. */
import { randomUUID } from 'node:crypto'
import type { Context } from '#platform/room.ts'
import { addEntry, caseById } from '#record/cases/cases.ts'
import { numberOf, openStates } from '#record/cases/contract.ts'
import { casesByIds } from '#record/cases/past/past.ts'
import { forgetFacts, observeItems } from '#record/items/items.ts'
import { namesOf } from '#record/items/reads.ts'
import { type Certificate, certificateChanged } from './contract.ts'
import { identityOf, type Served } from './rules.ts'
import { type CertificateRow, type Db, deletePlaces, deleteUnserved, keepCertificate, placesOf, placesOfAll, soonestOf, writePlace } from './store.ts'

const iso = (at: Date | string) => new Date(at).toISOString()
const source = 'certificates'
export const isOpen = (state: string): boolean => (openStates as readonly string[]).includes(state)

export async function shownCertificates(ctx: Context, rows: readonly CertificateRow[]): Promise<Certificate[]> {
  const places = await placesOfAll(
    ctx.db as Db,
    rows.map(({ id }) => id),
  )
  const [names, cases] = [
    await namesOf(ctx, [...new Set(places.map(({ itemId }) => itemId))]),
    await casesByIds(
      ctx,
      rows.flatMap(({ caseId }) => caseId ?? []),
    ),
  ]
  return rows.map(({ id, organisationId, subject, names: hosts, issuer, validFrom, validUntil, key, fingerprint, byHand, caseId }) => {
    const found = cases.find((one) => one.id === caseId)
    return {
      ...{ id, organisationId, subject, names: hosts, issuer, key, fingerprint, byHand },
      ...{ from: validFrom === null ? null : iso(validFrom), until: iso(validUntil) },
      places: places.flatMap(({ certificateId, itemId, place, trusted }) => {
        const item = certificateId === id ? names.find((one) => one.id === itemId) : undefined
        return item ? [{ item: { id: item.id, number: item.number, name: item.name }, place: place.startsWith('file ') ? '' : place, trusted }] : []
      }),
      case: found ? { id: found.id, number: numberOf(found.number), open: isOpen(found.state) } : null,
    }
  })
}

interface Of {
  itemId: string
  organisationId: string
}
export const tell = (
  ctx: Context,
  { id, organisationId }: { id: string; organisationId: string },
  what: 'seen' | 'brought' | 'removed' | 'replaced' | 'renewing',
) => ctx.emit(certificateChanged, { about: `certificate/${id}`, organisationId, data: { certificateId: id, organisationId, what } })

/** Writes one down at its place. Answers the certificate. */
export async function serve(ctx: Context, { itemId, organisationId }: Of, { place, trusted, certificate }: Served, byHand = false): Promise<string> {
  const identity = identityOf(certificate.fingerprint, itemId, place)
  const { id, fresh } = await keepCertificate(ctx.db as Db, certificate, { id: randomUUID(), organisationId, identity, byHand })
  await writePlace(ctx.db as Db, { itemId, place, certificateId: id, organisationId, trusted })
  if (fresh) await tell(ctx, { id, organisationId }, byHand ? 'brought' : 'seen')
  return id
}
/** Exactly these are seen on an item from now on; what was brought by hand stays. */
export async function followItem(ctx: Context, of: Of, served: readonly Served[]): Promise<void> {
  const db = ctx.db as Db
  const before = (await placesOf(db, of.itemId)).filter(({ place }) => !place.startsWith('file '))
  const now = new Map<string, string>()
  for (const one of served) now.set(one.place, await serve(ctx, of, one))
  await deletePlaces(
    db,
    of.itemId,
    before.flatMap(({ place }) => (now.has(place) ? [] : [place])),
  )
  const replaced = before.filter(({ place, certificateId }) => now.get(place) !== certificateId)
  for (const row of await deleteUnserved(db, [...new Set(replaced.map(({ certificateId }) => certificateId))])) await ended(ctx, row)
  await tellSoonest(ctx, of)
}
/** The case in which it was to be renewed hears that another one is served now. */
async function ended(ctx: Context, row: CertificateRow): Promise<void> {
  await tell(ctx, row, 'replaced')
  const found = row.caseId === null ? undefined : await caseById(ctx, row.caseId)
  if (!found || !isOpen(found.state)) return
  const text = ctx.t('monitoring.certificates.replaced', { subject: row.subject })
  await addEntry(ctx, { caseId: found.id, authorId: null, visibility: 'internal', channel: 'monitor', kind: 'note', text })
}
/** What norms read. */
export async function tellSoonest(ctx: Context, of: Of): Promise<void> {
  const until = await soonestOf(ctx.db as Db, of.itemId)
  if (until === null) await forgetFacts(ctx, { ...of, source, keys: ['certificate.until'] })
  else await observeItems(ctx, [{ ...of, source, facts: [{ key: 'certificate.until', value: iso(until) }] }])
}
