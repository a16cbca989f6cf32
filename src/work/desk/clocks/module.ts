import { type Context, on, Problem, roomFor } from '#platform/room.ts'
import { addEntry, assignCase, type CaseRow, caseById, editCase, findCase } from '#record/cases/cases.ts'
import { type AgreementBody, type CalendarBody, stepFell } from '#record/cases/clocks/contract.ts'
import {
  addedDays,
  agreementOf,
  calendarYear,
  clockNamed,
  everOpen,
  holidayPlaces,
  holidaysKnown,
  inOrder,
  outcomesOf,
  recalculationOf,
  removeSettings,
  saveAgreementBody,
  saveCalendarBody,
  sumsOf,
  totalsOf,
  usesOf,
} from '#record/cases/clocks/reads.ts'
import { numberOf } from '#record/cases/contract.ts'
import { membersWith, organisationById, peopleByIds, rolesOf, teamsOf } from '#record/people/people.ts'
import { itemsUnder } from '../catalogue/reads.ts'
import { writeTo } from '../mail/letters/module.ts'
import { tellAll } from '../notices/reads.ts'
import { type CaseClock, deskClocks } from './contract.ts'
import { above, datesTwice, forSome } from './rules.ts'
import { deskClocksTexts } from './texts.ts'

const notFound = () => new Problem('platform.notFound', 404)
const reads = (ctx: Context, organisationId: string) => {
  if (!ctx.actor.scopes.read.includes(organisationId)) throw notFound()
}
const configures = (ctx: Context, organisationId: string) => {
  if (!ctx.actor.permissions.get('desk.configure')?.includes(organisationId)) throw notFound()
}

async function calendarsOf(ctx: Context, organisationId: string) {
  const { calendars } = await agreementOf(ctx, organisationId)
  return calendars.map(({ id, version, body }) => ({ id, organisationId, version, first: id === organisationId, body }))
}
async function agreementsOf(ctx: Context, organisationId: string) {
  const { agreements } = await agreementOf(ctx, organisationId)
  return agreements.map(({ id, version, first, body }) => ({ id, organisationId, version, first, body }))
}
async function the<T extends { id: string }>(all: Promise<T[]>, id: string): Promise<T> {
  return (await all).find((one) => one.id === id) ?? Promise.reject(notFound())
}

function wrongWith(
  body: CalendarBody,
): 'desk.clocks.overlap' | 'desk.clocks.neverOpen' | 'desk.clocks.twoOpenings' | 'desk.clocks.noHolidays' | undefined {
  if (!inOrder(body.week) || body.openings.some(({ spans }) => !inOrder([spans, [], [], [], [], [], []]))) return 'desk.clocks.overlap'
  if (!body.always && !everOpen(body.week)) return 'desk.clocks.neverOpen'
  if (datesTwice(body)) return 'desk.clocks.twoOpenings'
  return body.holidays && !holidaysKnown(body.holidays) ? 'desk.clocks.noHolidays' : undefined
}

/** People, teams and calendars it names belong to the organisation; a retired calendar only where it was named `before`. */
async function strangeIn(ctx: Context, organisationId: string, body: AgreementBody, before?: AgreementBody) {
  const known = new Set(before?.targets.map(({ calendarId }) => calendarId))
  const offered = (await calendarsOf(ctx, organisationId)).filter((one) => one.body.active || known.has(one.id))
  const calendars = new Set(offered.map(({ id }) => id))
  if (body.targets.some(({ calendarId }) => calendarId !== null && !calendars.has(calendarId))) return 'desk.clocks.noSuchCalendar'
  const ladders = body.targets.flatMap(({ ladder }) => ladder)
  const teams = new Set((await teamsOf(ctx, organisationId)).map(({ id }) => id))
  const named = [...body.applies.teamIds, ...ladders.map(({ teamId }) => teamId).filter((id) => id !== null)]
  if (named.some((id) => !teams.has(id))) return 'desk.clocks.noSuchTeam'
  for (const id of new Set([...body.applies.reporterIds, ...ladders.map(({ personId }) => personId).filter((one) => one !== null)]))
    if (!(await rolesOf(ctx, id)).some((role) => role.organisationId === organisationId)) return 'desk.clocks.noSuchPerson'
  return undefined
}

/** Takes a calendar or an agreement away, or says what still uses it. */
async function remove(
  ctx: Context,
  what: 'calendar' | 'agreement',
  wish: { organisationId: string; id: string; version: number },
): Promise<undefined> {
  const { organisationId, id } = wish
  configures(ctx, organisationId)
  await the<{ id: string }>(what === 'calendar' ? calendarsOf(ctx, organisationId) : agreementsOf(ctx, organisationId), id)
  if (id === organisationId) throw new Problem('desk.clocks.firstStays', 409)
  const { agreements, cases } = await usesOf(ctx, organisationId, id)
  const items = what === 'agreement' ? await itemsUnder(ctx, organisationId, id) : []
  const uses = [
    ...agreements.map(({ name }) => (name ? ctx.t('desk.clocks.uses.agreement', { name }) : ctx.t('desk.clocks.uses.firstAgreement'))),
    ...items.map((name) => ctx.t('desk.clocks.uses.item', { name })),
    ...(cases > 0 ? [ctx.t('desk.clocks.uses.cases', { count: cases })] : []),
  ]
  if (uses.length > 0) throw new Problem('desk.clocks.inUse', 409, { uses: uses.join(', '), agreements, items, cases })
  if (!(await removeSettings(ctx, what, wish))) throw new Problem('desk.clocks.changed', 409)
}

/** The case of a step of which the clock still runs, and what the clock is called; undefined when it has stopped since. */
async function still(ctx: Context, { caseId, clockId }: { caseId: string; clockId: string }) {
  const row = await caseById(ctx, caseId)
  const clock = row && (await clockNamed(ctx, row, clockId))
  if (!row || !clock || clock.state !== 'running') return undefined
  const locale = (await organisationById(ctx, row.organisationId))?.locale ?? 'nl'
  const t = (key: keyof typeof deskClocksTexts, values: Record<string, string> = {}) =>
    Object.entries(values).reduce((text, [name, value]) => text.replace(`{${name}}`, value), deskClocksTexts[key][locale])
  return { row, t, name: clock.name ?? t(`desk.clocks.${clock.kind}`) }
}
type Still = NonNullable<Awaited<ReturnType<typeof still>>>

/** Among staff, by Spil itself. */
async function say(ctx: Context, row: CaseRow, text: string): Promise<void> {
  await addEntry(ctx, { caseId: row.id, authorId: null, visibility: 'internal', channel: 'portal', kind: 'system', text })
}

async function reassign(ctx: Context, { row, t, name }: Still, to: { teamId: string | null; personId: string | null }): Promise<void> {
  const teams = await teamsOf(ctx, row.organisationId)
  const works = to.personId === null || (await membersWith(ctx, 'desk.work', row.organisationId)).some(({ id }) => id === to.personId)
  if (!works || (to.teamId !== null && !teams.some(({ id }) => id === to.teamId)))
    return say(ctx, row, t('desk.clocks.cannotReassign', { clock: name }))
  // Another team: nobody of it works on it yet.
  const assigneeId = to.personId ?? null
  await assignCase(ctx, row.id, { version: row.version, assigneeId, ...(to.teamId !== null && { teamId: to.teamId }), back: true })
}

async function raise(ctx: Context, { row, t, name }: Still): Promise<void> {
  const priority = above(row.priority)
  if (priority) await editCase(ctx, row.id, { version: row.version, priority, priorityReason: t('desk.clocks.raised', { clock: name }) })
}

async function mail(
  ctx: Context,
  row: CaseRow,
  personIds: readonly string[],
  clock: { kind: 'response' | 'update' | 'solution' | 'own'; name: string | null },
  dueAt: string | null,
) {
  const people = await peopleByIds(ctx, personIds)
  for (const to of people.values()) {
    const text = (key: keyof typeof deskClocksTexts) => deskClocksTexts[key][to.locale]
    const due =
      dueAt === null
        ? ''
        : new Intl.DateTimeFormat(to.locale, { dateStyle: 'full', timeStyle: 'short', timeZone: to.timeZone }).format(new Date(dueAt))
    const values = { clock: clock.name ?? text(`desk.clocks.${clock.kind}`), due: text('desk.clocks.due').replace('{due}', due) }
    await writeTo(ctx, { at: row, to, letter: 'desk.letter.stepFell', values, internal: true, page: 'desk' })
  }
}

export default roomFor<Record<never, never>>()({
  name: 'desk.clocks',
  contract: deskClocks,
  texts: deskClocksTexts,
  grants: {},
  folder: import.meta.dirname,
  on: [
    on(stepFell, 'desk.clocks.stepFell', async (happened, ctx) => {
      const { data } = happened
      const found = await still(ctx, data)
      if (data.action === 'notify') {
        await tellAll(ctx, happened, data.personIds, data.caseId, 'stepFell')
        const row = found?.row ?? (await caseById(ctx, data.caseId))
        const clock = row && (await clockNamed(ctx, row, data.clockId))
        if (row && clock) await mail(ctx, row, data.personIds, clock, data.dueAt)
      }
      if (!found) return
      if (data.action === 'reassign') await reassign(ctx, found, data)
      if (data.action === 'raisePriority') await raise(ctx, found)
    }),
  ],
  handlers: {
    async caseClocks({ params }, ctx) {
      const row = await findCase(ctx, params.id)
      if (!row) throw notFound()
      reads(ctx, row.organisationId)
      return { clocks: (await sumsOf(ctx, row)) as CaseClock[], now: ctx.now.toISOString() }
    },
    async calendars({ query }, ctx) {
      reads(ctx, query.organisationId)
      return { items: await calendarsOf(ctx, query.organisationId) }
    },
    async addCalendar({ body: { organisationId, body } }, ctx) {
      configures(ctx, organisationId)
      const wrong = wrongWith(body)
      if (wrong) return ctx.fail(wrong)
      const id = await saveCalendarBody(ctx, { organisationId, version: 0, body })
      return the(calendarsOf(ctx, organisationId), id ?? '')
    },
    async changeCalendarOf({ params: { id }, body: { organisationId, version, body } }, ctx) {
      configures(ctx, organisationId)
      await the(calendarsOf(ctx, organisationId), id)
      const wrong = id === organisationId && !body.active ? 'desk.clocks.firstStays' : wrongWith(body)
      if (wrong) return ctx.fail(wrong)
      if ((await saveCalendarBody(ctx, { organisationId, id, version, body })) === undefined) return ctx.fail('desk.clocks.changed')
      return the(calendarsOf(ctx, organisationId), id)
    },
    removeCalendar: ({ params, query }, ctx) => remove(ctx, 'calendar', { ...params, ...query }),
    async importDays({ params: { id }, query: { organisationId, version } }, ctx) {
      configures(ctx, organisationId)
      const { body } = await the(calendarsOf(ctx, organisationId), id)
      const found = ctx.call.stored && (await addedDays(ctx, ctx.call.stored.hash, body))
      if (!found) return ctx.fail('desk.clocks.noIcal')
      if (found.days.length > 0 && (await saveCalendarBody(ctx, { organisationId, id, version, body: found.body })) === undefined)
        return ctx.fail('desk.clocks.changed')
      return { calendar: await the(calendarsOf(ctx, organisationId), id), added: found.days.length, skipped: found.skipped }
    },
    calendarYear: async ({ body }) => ({ days: calendarYear(body.body, body.year) }),
    holidayPlaces: async ({ query }, ctx) => holidayPlaces(ctx.locale, query.country),
    async agreements({ query }, ctx) {
      reads(ctx, query.organisationId)
      return { items: await agreementsOf(ctx, query.organisationId) }
    },
    async addAgreement({ body: { organisationId, body } }, ctx) {
      configures(ctx, organisationId)
      const strange = await strangeIn(ctx, organisationId, body)
      if (strange) return ctx.fail(strange)
      const id = await saveAgreementBody(ctx, { organisationId, version: 0, body }, undefined)
      return the(agreementsOf(ctx, organisationId), id ?? '')
    },
    async changeAgreement({ params: { id }, body: { organisationId, version, body } }, ctx) {
      configures(ctx, organisationId)
      const before = await the(agreementsOf(ctx, organisationId), id)
      if (before.first && (forSome(body) || !body.active || body.instead)) return ctx.fail('desk.clocks.firstForAll')
      const strange = await strangeIn(ctx, organisationId, body, before.body)
      if (strange) return ctx.fail(strange)
      if ((await saveAgreementBody(ctx, { organisationId, id, version, body }, before.body)) === undefined) return ctx.fail('desk.clocks.changed')
      return the(agreementsOf(ctx, organisationId), id)
    },
    removeAgreement: ({ params, query }, ctx) => remove(ctx, 'agreement', { ...params, ...query }),
    async recalculation({ query }, ctx) {
      reads(ctx, query.organisationId)
      const found = await recalculationOf(ctx, query.organisationId)
      const { askedAt = null, endedAt = null, total = null, done = 0 } = found ?? {}
      return { running: found !== undefined && endedAt === null, done, total, askedAt, endedAt }
    },
    async outcomes({ query: { limit, after, ...period } }, ctx) {
      reads(ctx, period.organisationId)
      const { rows, next } = await outcomesOf(ctx, period, { limit, after })
      return { items: rows.map((row) => ({ ...row, number: numberOf(row.number) })), next, totals: await totalsOf(ctx, period) }
    },
  },
})
