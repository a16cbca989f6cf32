/** Somebody asks for something from the catalogue: the answers are checked, the case is opened, and what it starts is started. */
import { translator } from '#platform/i18n.ts'
import { type Context, Problem } from '#platform/room.ts'
import { addChecklist, addEntry, addPerson, type CaseRow, caseById, holdCase, moveCase, openCase, releaseCase } from '#record/cases/cases.ts'
import type { SaidReason } from '#record/cases/priority/contract.ts'
import { weigh, wordIn } from '#record/cases/priority/rules.ts'
import { organisationById, peopleByIds, personById } from '#record/people/people.ts'
import { askAccess, beginAccess, refuseAccess } from '../../access/reads.ts'
import { dayIn, endOfDay } from '../../access/rules.ts'
import { askApproval, endOf } from '../../approvals/reads.ts'
import { asSpil, writeTo } from '../../mail/letters/module.ts'
import { type Answers, type Definition, type deskCatalogue, requested, type Words } from '../contract.ts'
import type { OfferedRow } from '../reads.ts'
import { asLine, check, dayWords, isDay, type Line, linesOf, saidIn, type Wrong } from '../rules.ts'
import * as store from '../store.ts'

type Asked = (typeof deskCatalogue)['request']['body']['_output']
type AskedAccess = NonNullable<Asked['access']>
const wrong = (code: string, values: Wrong['values'] = {}): Wrong => ({ code, values })

interface Checked {
  clean: Answers
  lines: Line[]
  said: SaidReason[]
  files: store.UploadRow[]
  forName: string | null
}

/** Everything that is wrong at once, each at its field. */
async function checked(ctx: Context, item: OfferedRow, body: Asked): Promise<Checked> {
  const { definition } = item
  const me = ctx.actor.personId ?? ''
  const zone = (await organisationById(ctx, item.askedIn))?.timeZone ?? 'UTC'
  const today = dayIn(ctx.now, zone)
  const { clean, wrong: found } = check(definition.fields, body.answers, today)
  const of = (kind: 'person' | 'file') => definition.fields.filter((field) => field.kind === kind && clean[field.key] !== undefined)
  const ids = of('person').map(({ key }) => String(clean[key]))
  const names = await peopleByIds(
    ctx,
    [...ids, ...(body.access ? [body.access.forId] : [])].filter((id) => uuid.test(id)),
  )
  for (const { key } of of('person')) if (!names.has(String(clean[key]))) found[key] = wrong('noSuchPerson')
  const wanted = of('file').flatMap(({ key }) => clean[key] as string[])
  const files = await store.uploadsOf(
    ctx.db as store.Db,
    me,
    wanted.filter((id) => uuid.test(id)),
  )
  for (const { key } of of('file')) if ((clean[key] as string[]).some((id) => !files.some((file) => file.id === id))) found[key] = wrong('noSuchFile')
  const right = definition.access?.rights.find(({ key }) => key === body.access?.right)
  Object.assign(found, wrongAccess(definition, body.access, today, names))
  if (Object.keys(found).length > 0) throw refusal(ctx, found)
  const words = new Map([...[...names].map(([id, { name }]) => [id, name] as const), ...files.map(({ id, name }) => [id, name] as const)])
  const forName = body.access ? (names.get(body.access.forId)?.name ?? null) : null
  const lines = [...(body.access && right ? accessLines(body.access, right.label, forName ?? '') : []), ...linesOf(definition.fields, clean, words)]
  return { clean, lines, said: saidIn(definition.fields, clean), files, forName }
}
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** The questions that every access request has, under keys that no field can have. */
function wrongAccess(
  { access }: Definition,
  given: AskedAccess | undefined,
  today: string,
  names: ReadonlyMap<string, unknown>,
): Record<string, Wrong> {
  if (!access) return {}
  if (!given) return { 'access.forId': wrong('needed'), 'access.right': wrong('needed'), 'access.why': wrong('needed') }
  const found: Record<string, Wrong> = {}
  if (!names.has(given.forId)) found['access.forId'] = wrong('noSuchPerson')
  if (!access.rights.some(({ key }) => key === given.right)) found['access.right'] = wrong('noSuchChoice')
  const last = access.mostDays === null ? undefined : endOfDay(today, 'UTC').getTime() + (access.mostDays - 1) * 86_400_000
  const latest = last === undefined ? undefined : new Date(last).toISOString().slice(0, 10)
  if (given.until === null) {
    if (access.endNeeded || latest !== undefined) found['access.until'] = wrong('needed')
  } else if (!isDay(given.until)) found['access.until'] = wrong('notADate')
  else if (given.until < today) found['access.until'] = wrong('tooEarly', { day: today })
  else if (latest !== undefined && given.until > latest) found['access.until'] = wrong('tooLate', { day: latest })
  return found
}

function refusal(ctx: Context, found: Readonly<Record<string, Wrong>>): Problem {
  const errors = Object.entries(found).map(([key, { code, values }]) => ({
    pointer: key.startsWith('access.') ? `/body/access/${key.slice('access.'.length)}` : `/body/answers/${key}`,
    code,
    detail: ctx.t(`desk.catalogue.wrong.${code}`, values),
  }))
  return new Problem('desk.catalogue.answersWrong', 400, undefined, errors)
}

const both = (text: string): Words => ({ nl: text, en: text })
function accessLines({ why, until }: AskedAccess, right: Words, forName: string): Line[] {
  return [
    { label: { nl: 'Voor', en: 'For' }, text: both(forName) },
    { label: { nl: 'Recht', en: 'Right' }, text: { nl: wordIn(right, 'nl'), en: wordIn(right, 'en') } },
    { label: { nl: 'Waarom', en: 'Why' }, text: both(why) },
    { label: { nl: 'Tot en met', en: 'Until' }, text: until === null ? { nl: 'geen einddatum', en: 'no end date' } : dayWords(until) },
  ]
}

/** Opens the case as who asks; what it starts is started by Spil, in the same transaction. */
export async function ask(ctx: Context, item: OfferedRow, body: Asked): Promise<CaseRow> {
  const { definition } = item
  const me = ctx.actor.personId ?? ''
  const found = await checked(ctx, item, body)
  const { impact, urgency } = weigh(definition, found.said)
  const { locale } = ctx
  const home = item.askedIn === item.organisationId
  const title = [wordIn(definition.name, locale), found.forName].filter((part) => part !== null).join(': ')
  const row = await openCase(ctx, {
    organisationId: item.askedIn,
    kind: definition.kind,
    title,
    text: found.lines.map(({ label, text }) => asLine(wordIn(label, locale), wordIn(text, locale))).join('\n'),
    impact,
    urgency,
    said: found.said,
    concerns: { id: item.id, name: definition.name, criticality: definition.criticality },
    service: definition.serviceKey || null,
    // Team, agreement and checklist are of the organisation whose item it is; elsewhere the rules of that organisation decide.
    agreementId: home ? definition.agreementId : null,
    reporterId: me,
    registeredBy: me,
    channel: ctx.actor.credential?.kind === 'token' ? 'api' : 'portal',
    teamId: home ? definition.teamId : null,
    attachments: found.files,
  })
  const answers = { caseId: row.id, organisationId: item.askedIn, itemId: item.id, version: item.version, answers: found.clean }
  await store.insertAnswers(ctx.db as store.Db, { ...answers, lines: found.lines })
  await store.forgetUploads(ctx.db as store.Db, { ids: found.files.map(({ id }) => id) })
  await asSpil(ctx, (spil) => start(spil, row, item, { me, access: body.access, lines: found.lines, title }))
  return row
}

interface Starting {
  me: string
  access: AskedAccess | undefined
  lines: Line[]
  title: string
}
async function start(ctx: Context, row: CaseRow, item: store.ItemRow, { me, access, lines, title }: Starting): Promise<void> {
  const { definition } = item
  const forId = access?.forId ?? null
  if (forId !== null && forId !== me) await addPerson(ctx, row, forId, 'participant')
  const right = definition.access?.rights.find(({ key }) => key === access?.right)
  if (access && right)
    await askAccess(ctx, {
      row,
      itemId: item.id,
      service: definition.name,
      right,
      forId: access.forId,
      askedBy: me,
      why: access.why,
      until: access.until,
    })
  await ctx.emit(requested, {
    about: `case/${row.id}`,
    organisationId: row.organisationId,
    people: [me, ...(forId ? [forId] : [])],
    data: { caseId: row.id, number: row.number, itemId: item.id, version: item.version, forId },
  })
  if (definition.approval === null) return begin(ctx, row.id, definition)
  await holdCase(ctx, row.id, 'approval', 'desk.catalogue.approvalFirst')
  await askApproval(ctx, {
    row,
    purpose: 'request',
    plan: definition.approval,
    subject: { title, lines },
    reason: access?.why ?? '',
    askedBy: me,
    forIds: forId === null ? [] : [forId],
    ownerId: definition.ownerId,
  })
}

/** Nothing stands in the way: the checklist, and the access as a task. */
async function begin(ctx: Context, caseId: string, { checklistId }: Definition): Promise<void> {
  if (checklistId !== null)
    await addChecklist(ctx, caseId, checklistId).catch((error: unknown) => {
      // The checklist is no longer in use: the request goes on without it.
      if (!(error instanceof Problem && error.status === 404)) throw error
    })
  await beginAccess(ctx, caseId)
}

/** The approval of a request has ended: work begins, or the case is closed with the reason. Who asked is told. */
export async function decided(ctx: Context, { caseId, approvalId, state }: { caseId: string; approvalId: string; state: string }): Promise<void> {
  const asked = await store.readAnswers(ctx.db as store.Db, caseId)
  const at = asked && (await caseById(ctx, caseId))
  const item = asked && (await store.readItem(ctx.db as store.Db, asked.itemId, asked.version))
  const reporter = at && (await personById(ctx, at.reporterId))
  if (!at || !item || !reporter || state === 'withdrawn') return
  const t = translator(ctx.app.texts, reporter.locale)
  const approved = state === 'approved'
  const why = approved ? '' : ((await endOf({ ...ctx, t, locale: reporter.locale }, approvalId))?.text ?? '')
  const text = approved ? t('desk.catalogue.approved') : t('desk.catalogue.refused', { why })
  await addEntry(ctx, { caseId, authorId: null, visibility: 'public', channel: 'portal', kind: 'system', text })
  if (approved) {
    await releaseCase(ctx, caseId, 'approval')
    await begin(ctx, caseId, item.definition)
    await writeTo(ctx, { at, to: reporter, letter: 'desk.letter.requestApproved' })
    return
  }
  await refuseAccess(ctx, caseId)
  const now = await caseById(ctx, caseId)
  if (now && ['new', 'inProgress', 'reopened', 'waiting'].includes(now.state))
    await moveCase(ctx, { caseId, move: 'cancel', by: 'engineer', reason: why })
  await writeTo(ctx, { at, to: reporter, letter: 'desk.letter.requestRefused', values: { why } })
}
