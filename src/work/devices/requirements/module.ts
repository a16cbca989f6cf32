import { randomUUID } from 'node:crypto'
import { dayIn } from '#platform/clock.ts'
import { type Context, Problem, roomFor } from '#platform/room.ts'
import { itemFor, observeItems } from '#record/items/items.ts'
import { addBaseline } from '#record/norms/baselines/baselines.ts'
import { Rule } from '#record/norms/contract.ts'
import { addExpectation, mayIn } from '#record/norms/norms.ts'
import { inWords } from '#record/norms/reads.ts'
import { organisationById, peopleByIds } from '#record/people/people.ts'
import { type Attestation, attested, devicesRequirements } from './contract.ts'
import { attestationEnds, attestedBy, ended } from './jobs.ts'
import { type Requirements, shippedRequirements } from './shipped/rules.ts'
import { type AttestationRow, endAttestation, insertAttestation, listAttestations, type RequirementTables, readAttestation } from './store.ts'
import { devicesRequirementsTexts } from './texts.ts'

const notFound = () => new Problem('platform.notFound', 404)
const iso = (at: Date | string) => new Date(at).toISOString()
const mostDays = 731

async function shown(ctx: Context, rows: readonly AttestationRow[]): Promise<Attestation[]> {
  const people = await peopleByIds(
    ctx,
    rows.flatMap(({ byId, endedBy }) => [byId, ...(endedBy ? [endedBy] : [])]),
  )
  const named = (id: string) => ({ id, name: people.get(id)?.name ?? ctx.t('cases.someone') })
  return rows.map(({ id, key, value, until, why, at, byId, endedAt, endedBy }) => ({
    ...{ id, key, value, until, why, at: iso(at), by: named(byId) },
    ended: endedAt === null ? null : { at: iso(endedAt), by: endedBy === null ? null : named(endedBy) },
  }))
}
const oneOf = async (ctx: Context, row: AttestationRow | undefined): Promise<Attestation> => {
  const [one] = await shown(ctx, row ? [row] : [])
  return one ?? Promise.reject(notFound())
}
const ruleOf = (
  { kinds, tag }: Requirements,
  { title, condition, severity, maxAge, remedy }: Requirements['requirements'][number],
  locale: 'nl' | 'en',
) => Rule.parse({ title: title[locale], condition, severity, maxAge, remedy: remedy[locale], scope: { kinds: [...kinds], tags: tag ? [tag] : [] } })
/** The moment that a day is over, where the organisation is: the first on which it is the next day there. */
function endOf(day: string, zone: string): Date {
  let at = new Date(`${day}T00:00:00Z`)
  at = new Date(at.getTime() - 14 * 3_600_000)
  while (dayIn(zone, at) <= day) at = new Date(at.getTime() + 900_000)
  return at
}

export default roomFor<RequirementTables>()({
  name: 'devices.requirements',
  contract: devicesRequirements,
  texts: devicesRequirementsTexts as typeof devicesRequirementsTexts &
    Record<'norms.baselines.name' | 'norms.baselines.tooMany' | 'norms.tooMany', never>,
  grants: {},
  folder: import.meta.dirname,
  jobs: [attestationEnds],
  handlers: {
    async shipped(_, ctx) {
      return {
        items: Object.entries(shippedRequirements).map(([key, { name, kinds, tag, requirements }]) => ({
          ...{ key, name: name[ctx.locale], kinds: [...kinds], tag: tag ?? null },
          requirements: requirements.map(({ title, condition, severity, maxAge, remedy, attested = null }) => ({
            ...{ condition, severity, maxAge, attested, title: title[ctx.locale], remedy: remedy[ctx.locale], reads: inWords(ctx, condition) },
          })),
        })),
      }
    },
    async takeOver({ params, body: { organisationId } }, ctx) {
      const shipped = shippedRequirements[params.key]
      if (!shipped || !Object.hasOwn(shippedRequirements, params.key) || !mayIn(ctx, 'norms.configure', organisationId)) throw notFound()
      // In the language of the organisation: it is its norm from now on, not of who takes it over.
      const locale = (await organisationById(ctx, organisationId))?.locale ?? ctx.locale
      const { id } = await addBaseline(ctx, { organisationId, name: shipped.name[locale], note: '' })
      for (const requirement of shipped.requirements)
        await addExpectation(ctx, { organisationId, origin: 'baseline', baselineId: id, rule: ruleOf(shipped, requirement, locale) })
      return { baselineId: id }
    },
    async attestations({ params }, ctx) {
      const item = await itemFor(ctx, params.id, 'devices.read')
      return { items: await shown(ctx, await listAttestations(ctx.db, item.id)) }
    },
    async attest({ params, body: { key, value, until, why } }, ctx) {
      const { id: itemId, organisationId } = await itemFor(ctx, params.id, 'devices.work')
      const zone = (await organisationById(ctx, organisationId))?.timeZone ?? ctx.actor.timeZone
      if (until < dayIn(zone, ctx.now) || Date.parse(until) > ctx.now.getTime() + mostDays * 86_400_000) return ctx.fail('devices.requirements.until')
      await endAttestation(ctx.db, { itemId, key }, { at: ctx.now, by: ctx.actor.personId })
      const row = {
        id: randomUUID(),
        itemId,
        organisationId,
        key,
        value,
        until,
        why,
        at: ctx.now,
        byId: ctx.actor.personId ?? '',
        endedAt: null,
        endedBy: null,
      }
      await insertAttestation(ctx.db, row)
      await observeItems(ctx, [{ itemId, organisationId, source: attestedBy, facts: [{ key, value }] }])
      await ctx.enqueue(attestationEnds, { attestationId: row.id }, { at: endOf(until, zone), key: `attestation ${row.id}` })
      await ctx.emit(attested, { about: `item/${itemId}`, organisationId, data: { attestationId: row.id, itemId, key, what: 'attested' } })
      return oneOf(ctx, row)
    },
    async withdraw({ params }, ctx) {
      const before = await readAttestation(ctx.db, params.id)
      if (!before || !ctx.actor.permissions.get('devices.work')?.includes(before.organisationId)) throw notFound()
      const [row] = await endAttestation(ctx.db, { id: params.id }, { at: ctx.now, by: ctx.actor.personId })
      if (!row) return ctx.fail('devices.requirements.ended')
      await ended(ctx, row, 'withdrawn')
      return oneOf(ctx, row)
    },
  },
})
