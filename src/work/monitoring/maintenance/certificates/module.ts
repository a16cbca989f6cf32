import { Id } from '#platform/contract.ts'
import { Moment, momentOf, pages } from '#platform/paging.ts'
import { type Context, mayIn, on, Problem, roomFor } from '#platform/room.ts'
import { addTasks, caseById, openCase } from '#record/cases/cases.ts'
import { numberOf } from '#record/cases/contract.ts'
import { factsChanged } from '#record/items/facts/contract.ts'
import { factsUnder } from '#record/items/facts/facts.ts'
import { findItem, itemFor, linkItems } from '#record/items/items.ts'
import { readPem } from './adapters/x509.ts'
import { type Certificate, monitoringCertificates } from './contract.ts'
import { followItem, isOpen, serve, shownCertificates, tell, tellSoonest } from './reads.ts'
import { servedIn, tlsKey } from './rules.ts'
import {
  type CertificateRow,
  type CertificateTables,
  certificatesOfItem,
  deleteCertificate,
  listCertificates,
  placesOfAll,
  readCertificateRow,
  setCase,
} from './store.ts'
import { monitoringCertificatesTexts } from './texts.ts'

const notFound = () => new Problem('platform.notFound', 404)
async function held(ctx: Context, id: string): Promise<CertificateRow> {
  const row = await readCertificateRow(ctx.db, id, true)
  if (!row || !mayIn(ctx, 'monitoring.work', row.organisationId)) throw notFound()
  return row
}
const certificatesBy = pages(Moment, Id)
const steps = ['request', 'check', 'install', 'chain', 'others', 'record'] as const

/** The case in which it is renewed, about the items that serve it. */
async function renew(ctx: Context, row: CertificateRow) {
  const days = Math.floor((new Date(row.validUntil).getTime() - ctx.now.getTime()) / 86_400_000)
  const given = { subject: row.subject, until: new Date(row.validUntil).toISOString().slice(0, 10), names: row.names.join(', '), issuer: row.issuer }
  const made = await openCase(ctx, {
    ...{
      organisationId: row.organisationId,
      kind: 'task',
      channel: 'monitor',
      reporterId: ctx.actor.personId ?? '',
      registeredBy: ctx.actor.personId,
    },
    ...{ title: ctx.t('monitoring.certificates.renewTitle', given), text: ctx.t('monitoring.certificates.renewText', given) },
    ...{ impact: 'person', urgency: days < 7 ? 'high' : 'normal' },
  })
  const places = await placesOfAll(ctx.db, [row.id])
  const items = await Promise.all([...new Set(places.map(({ itemId }) => itemId))].slice(0, 20).map((id) => findItem(ctx, id)))
  await linkItems(
    ctx,
    made,
    items.filter((item) => item !== undefined),
    true,
  )
  await addTasks(
    ctx,
    made.id,
    steps.map((step) => ({ title: ctx.t(`monitoring.certificates.step.${step}`), required: step !== 'others' })),
  )
  return made
}

export default roomFor<CertificateTables>()({
  name: 'monitoring.certificates',
  contract: monitoringCertificates,
  texts: monitoringCertificatesTexts,
  grants: {},
  folder: import.meta.dirname,
  on: [
    on(factsChanged, 'monitoring: certificates that were seen', async ({ data: { itemId, organisationId, keys } }, ctx) => {
      if (!keys.some((key) => tlsKey.test(key))) return
      const { items } = await factsUnder(ctx, { id: itemId, organisationId }, { limit: 500, search: 'tls.' })
      await followItem(ctx, { itemId, organisationId }, servedIn(new Map(items.map((fact) => [fact.key, fact]))))
    }),
  ],
  handlers: {
    async certificates({ query: { organisationId, after, limit, days } }, ctx) {
      if (!mayIn(ctx, 'monitoring.read', organisationId)) throw notFound()
      const place = certificatesBy.after(after)
      const before = days === undefined ? undefined : new Date(ctx.now.getTime() + days * 86_400_000)
      const found = await listCertificates(ctx.db, { organisationId, before, after: place, limit: limit + 1 })
      const { rows, next } = certificatesBy.of(found, limit, ({ validUntil, id }) => [momentOf(validUntil), id])
      return { items: await shownCertificates(ctx, rows), next }
    },
    async itemCertificates({ params }, ctx) {
      const item = await itemFor(ctx, params.id, 'monitoring.read')
      return { items: await shownCertificates(ctx, await certificatesOfItem(ctx.db, item.id)) }
    },
    async bringCertificate({ body: { itemId, pem } }, ctx) {
      const item = await itemFor(ctx, itemId, 'monitoring.work')
      if (/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(pem)) return ctx.fail('monitoring.certificates.privateKey')
      const found = readPem(pem)
      if (found.length === 0) return ctx.fail('monitoring.certificates.none')
      const of = { itemId: item.id, organisationId: item.organisationId }
      const kept: Certificate[] = []
      for (const { authority: _, ...certificate } of found) {
        const id = await serve(ctx, of, { place: `file ${certificate.fingerprint}`, trusted: null, certificate }, true)
        const row = await readCertificateRow(ctx.db, id)
        if (row) kept.push(...(await shownCertificates(ctx, [row])))
      }
      await tellSoonest(ctx, of)
      return { items: kept }
    },
    async removeCertificate({ params }, ctx) {
      const row = await held(ctx, params.id)
      const places = await placesOfAll(ctx.db, [row.id])
      if (places.some(({ place }) => !place.startsWith('file '))) return ctx.fail('monitoring.certificates.seen')
      await deleteCertificate(ctx.db, row.id)
      await tell(ctx, row, 'removed')
      for (const { itemId, organisationId } of places) await tellSoonest(ctx, { itemId, organisationId })
    },
    async renewCertificate({ params }, ctx) {
      const row = await held(ctx, params.id)
      const before = row.caseId === null ? undefined : await caseById(ctx, row.caseId)
      if (before && isOpen(before.state)) return { id: before.id, number: numberOf(before.number) }
      const made = await renew(ctx, row)
      await setCase(ctx.db, row.id, made.id)
      await tell(ctx, row, 'renewing')
      return { id: made.id, number: numberOf(made.number) }
    },
  },
})
