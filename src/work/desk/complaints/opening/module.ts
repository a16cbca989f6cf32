/**
 * How a case becomes a complaint: about whom is said first and they are kept from it, then it is given to somebody whom it is not about. All
 * in the transaction that opens it, so that there is no moment in which the wrong person could see it.
 */
import { translator } from '#platform/i18n.ts'
import { type Context, Problem } from '#platform/room.ts'
import { addEntry, assignCase, type CaseRow, caseById, findCase, handledBy, keepFrom, notKept, peopleOf } from '#record/cases/cases.ts'
import { membersWith, organisationById, ownOrganisation, type PersonRef, rolesOf, teamById } from '#record/people/people.ts'
import { asSpil, itself } from '../../mail/letters/module.ts'
import { type About, given } from '../contract.ts'
import { type Chosen, choose, termsFrom, usualPolicy } from '../rules.ts'
import { type Db, insertComplaint, lastGiven, readPolicy, setGiven } from '../store.ts'

interface Whom {
  personId: string | null
  teamId: string | null
  caseId: string | null
  /** Everybody whom that is now. */
  people: readonly string[]
}

/** Checks about whom it is, as the actor may see it. */
export async function whomOf(ctx: Context, row: CaseRow, about: About): Promise<Whom> {
  const whom = { personId: null, teamId: null, caseId: null, people: [] as readonly string[] }
  if (about.personId === row.reporterId) throw new Problem('desk.complaints.aboutReporter', 400)
  if (about.personId) {
    const { personId } = about
    const belongs = (await asSpil(ctx, (spil) => rolesOf(spil, personId))).some((one) => one.organisationId === row.organisationId)
    if (!belongs) throw new Problem('desk.complaints.noSuchPerson', 400)
    return { ...whom, personId, people: [personId] }
  }
  if (about.teamId) {
    const { teamId } = about
    const team = await asSpil(ctx, (spil) => teamById(spil, teamId))
    if (team?.organisationId !== row.organisationId) throw new Problem('desk.complaints.noSuchPerson', 400)
    return { ...whom, teamId, people: team.memberIds }
  }
  if (about.case) {
    const other = await findCase(ctx, about.case)
    if (!other) throw new Problem('desk.complaints.noSuchPerson', 400)
    return { ...whom, caseId: other.id, people: await asSpil(ctx, (spil) => handledBy(spil, other.id)) }
  }
  return whom
}

/** Makes a complaint of a case that was just opened, or became one. Does nothing when it is one already. */
export async function openAsComplaint(ctx: Context, row: CaseRow, about: About = {}): Promise<void> {
  const whom = await whomOf(ctx, row, about)
  const me = ctx.actor.personId
  if (me !== null && me !== row.reporterId && whom.people.includes(me)) throw new Problem('desk.complaints.aboutYou', 409)
  await asSpil(ctx, async (spil) => {
    const db: Db = spil.db
    const policy = (await readPolicy(db, row.organisationId)) ?? usualPolicy
    const fresh = await insertComplaint(db, {
      caseId: row.id,
      organisationId: row.organisationId,
      aboutPersonId: whom.personId,
      aboutTeamId: whom.teamId,
      aboutCaseId: whom.caseId,
      handlerId: null,
      givenBy: 'nobody',
      givenAt: ctx.now,
      ...termsFrom(policy, ctx.now),
      acknowledgedAt: null,
      notHeard: null,
      judgement: null,
      judgementReason: null,
      measure: null,
      judgedAt: null,
      judgedBy: null,
      answeredAt: null,
      improvement: null,
      followUpId: null,
      remindedAt: null,
      version: 1,
    })
    if (!fresh) return
    await keepFrom(spil, row, { personIds: whom.people, teamId: whom.teamId })
    await give(spil, row)
  })
}

/** Without whom it is about, and without who complains. */
async function candidates(spil: Context, row: CaseRow, people: readonly PersonRef[]) {
  const ids = await notKept(
    spil,
    row.id,
    people.map(({ id }) => id),
  )
  return lastGiven(
    spil.db as Db,
    people.filter(({ id }) => ids.includes(id) && id !== row.reporterId),
  )
}

/** Gives it to somebody whom it is not about, and says so. Within `asSpil`: the rule chooses, not who complains, and the history says that and why. */
export async function give(caused: Context, row: CaseRow): Promise<void> {
  const spil = itself(caused)
  const own = await ownOrganisation(spil)
  const allLeads = await membersWith(spil, 'lead', row.organisationId)
  const leads = await candidates(spil, row, allLeads)
  const administrators = await candidates(spil, row, await membersWith(spil, 'administrator', own.id))
  const policy = (await readPolicy(spil.db as Db, row.organisationId)) ?? usualPolicy
  const chosen = choose({ handlerId: policy.handlerId, leads, administrators })
  const now = await caseById(spil, row.id)
  if (!now) throw new Error('the complaint is gone')
  if (now.assigneeId !== chosen.personId) await assignCase(spil, row.id, { version: now.version, assigneeId: chosen.personId })
  await setGiven(spil.db as Db, row.id, { handlerId: chosen.personId, givenBy: chosen.by, givenAt: spil.now })
  await say(spil, row, chosen, [...leads, ...administrators].find(({ id }) => id === chosen.personId)?.name ?? '', allLeads.length === 0)
  const people = (await peopleOf(spil, row.id)).map(({ personId }) => personId)
  await spil.emit(given, {
    about: `case/${row.id}`,
    organisationId: row.organisationId,
    people,
    confined: true,
    data: { caseId: row.id, number: row.number, handlerId: chosen.personId, by: chosen.by },
  })
}

/** That it left the organisation, or that there is nobody, is for the complainant too. */
async function say(spil: Context, row: CaseRow, { by }: Chosen, name: string, noLead: boolean): Promise<void> {
  const organisation = await organisationById(spil, row.organisationId)
  const t = translator(spil.app.texts, organisation?.locale ?? 'nl')
  const key = by === 'ownAdministrator' && noLead ? 'noLead' : by
  await addEntry(spil, {
    caseId: row.id,
    authorId: null,
    visibility: by === 'ownAdministrator' || by === 'nobody' ? 'public' : 'internal',
    channel: 'portal',
    kind: 'system',
    text: t(`desk.complaints.given.${key}`, { name, organisation: organisation?.name ?? '', own: (await ownOrganisation(spil)).name }),
  })
}
