import { randomUUID } from 'node:crypto'
import { type Locale, translator } from '#platform/i18n.ts'
import { type Context, Problem, roomFor } from '#platform/room.ts'
import { type CaseRow, wordsOf } from '#record/cases/cases.ts'
import { numberOf } from '#record/cases/contract.ts'
import { organisationById, personById, teamById, teamsOf } from '#record/people/people.ts'
import { caseToWork, worksIn } from '../who/reads.ts'
import { type CannedAnswer, deskAnswers, type Variable } from './contract.ts'
import { fill, firstNameOf, wrongIn } from './rules.ts'
import { type AnswerRow, type AnswerTables, insertAnswer, listAnswers, readAnswer, updateAnswer } from './store.ts'
import { deskAnswersTexts } from './texts.ts'

type Values = Record<Variable, string | null>

async function teamsMine(ctx: Context, organisationId: string): Promise<{ id: string; name: string }[]> {
  return (await teamsOf(ctx, organisationId)).filter(({ memberIds }) => memberIds.includes(ctx.actor.personId ?? ''))
}
const scopeOf = ({ ownerId, teamId }: AnswerRow) => (ownerId !== null ? 'personal' : teamId !== null ? 'team' : 'organisation')
const leads = (ctx: Context, organisationId: string) => ctx.actor.scopes.lead.includes(organisationId)

async function shown(ctx: Context, rows: readonly AnswerRow[]): Promise<CannedAnswer[]> {
  const all: CannedAnswer[] = []
  const mine = new Map<string, ReadonlySet<string>>()
  for (const row of rows) {
    const { id, organisationId, name, texts, active, version, teamId, ownerId } = row
    if (!mine.has(organisationId)) mine.set(organisationId, new Set((await teamsMine(ctx, organisationId)).map((team) => team.id)))
    const team = teamId === null ? null : { id: teamId, name: (await teamById(ctx, teamId))?.name ?? '' }
    const mayChange =
      ownerId !== null ? ownerId === ctx.actor.personId : leads(ctx, organisationId) || (mine.get(organisationId)?.has(teamId ?? '') ?? false)
    all.push({ id, organisationId, scope: scopeOf(row), team, name, texts: { nl: texts.nl, en: texts.en }, active, mayChange, version })
  }
  return all
}

/** Unknown fields never reach a reporter: what has one is not kept. */
function refuseWrong(...texts: string[]): void {
  const found = texts.map(wrongIn)
  const names = [...new Set(found.flatMap(({ unknown }) => unknown))]
  if (names.length > 0) throw new Problem('desk.answers.unknownVariable', 400, { names: names.map((name) => `{${name}}`).join(', ') })
  if (found.some(({ loose }) => loose)) throw new Problem('desk.answers.looseBrace', 400)
}

/** What the fields are on this case, for its reporter. */
async function valuesOf(ctx: Context, row: CaseRow, locale: Locale): Promise<Values> {
  const reporter = await personById(ctx, row.reporterId)
  const me = ctx.actor.name
  const team = row.teamId === null ? null : await teamById(ctx, row.teamId)
  const number = numberOf(row.number)
  return {
    number,
    title: row.title,
    reporter: reporter?.name ?? null,
    firstName: reporter ? firstNameOf(reporter.name) : null,
    engineer: me,
    engineerFirstName: firstNameOf(me),
    team: team?.name ?? null,
    organisation: (await organisationById(ctx, row.organisationId))?.name ?? null,
    link: `${ctx.app.config.url}/portal/cases/${number}`,
    date: dateOf(ctx, locale),
  }
}
const dateOf = (ctx: Context, locale: Locale) =>
  new Intl.DateTimeFormat(locale === 'nl' ? 'nl-NL' : 'en-GB', { dateStyle: 'long', timeZone: ctx.actor.timeZone }).format(ctx.now)

function example(ctx: Context, locale: Locale): Values {
  const t = translator(ctx.app.texts, locale)
  const reporter = t('desk.answers.example.reporter')
  return {
    number: t('desk.answers.example.number'),
    title: t('desk.answers.example.title'),
    reporter,
    firstName: firstNameOf(reporter),
    engineer: ctx.actor.name,
    engineerFirstName: firstNameOf(ctx.actor.name),
    team: t('desk.answers.example.team'),
    organisation: 'Spil',
    link: `${ctx.app.config.url}/portal/cases/C-1042`,
    date: dateOf(ctx, locale),
  }
}

/** Whose it becomes; refused where the actor may not. */
async function whose(ctx: Context, body: { organisationId: string; scope: string; teamId?: string | undefined }) {
  if (!worksIn(ctx, body.organisationId)) throw new Problem('platform.notFound', 404)
  if (body.scope === 'personal') return { ownerId: ctx.actor.personId, teamId: null }
  if (body.scope === 'organisation') {
    if (!leads(ctx, body.organisationId)) throw new Problem('desk.answers.notYours', 403)
    return { ownerId: null, teamId: null }
  }
  const team = body.teamId === undefined ? undefined : await teamById(ctx, body.teamId)
  if (team?.organisationId !== body.organisationId) throw new Problem('desk.answers.whichTeam', 400)
  if (!team.memberIds.includes(ctx.actor.personId ?? '') && !leads(ctx, body.organisationId)) throw new Problem('desk.answers.notYours', 403)
  return { ownerId: null, teamId: team.id }
}

const onlyOne = async (ctx: Context, row: AnswerRow): Promise<CannedAnswer> => {
  const [one] = await shown(ctx, [row])
  if (!one) throw new Error('the answer cannot be shown')
  return one
}

export default roomFor<AnswerTables>()({
  name: 'desk.answers',
  contract: deskAnswers,
  texts: deskAnswersTexts,
  grants: {},
  folder: import.meta.dirname,
  handlers: {
    async answers({ query }, ctx) {
      if (!worksIn(ctx, query.organisationId)) return ctx.fail('platform.notFound')
      return shown(ctx, await listAnswers(ctx.db, query.organisationId))
    },
    async addAnswer({ body }, ctx) {
      const mine = await whose(ctx, body)
      refuseWrong(body.texts.nl, body.texts.en)
      const { organisationId, name, texts } = body
      const row = {
        id: randomUUID(),
        organisationId,
        ...mine,
        name,
        texts,
        active: true,
        version: 1,
        changedAt: ctx.now.toISOString(),
        changedBy: ctx.actor.personId,
      }
      await insertAnswer(ctx.db, row)
      return onlyOne(ctx, row)
    },
    async changeAnswer({ params, body }, ctx) {
      const row = await readAnswer(ctx.db, params.id)
      if (!row) return ctx.fail('platform.notFound')
      if (!(await onlyOne(ctx, row)).mayChange) return ctx.fail('desk.answers.notYours')
      refuseWrong(body.texts.nl, body.texts.en)
      const { version, ...set } = body
      const after = await updateAnswer(ctx.db, row.id, version, { ...set, changedAt: ctx.now.toISOString(), changedBy: ctx.actor.personId })
      return after ? onlyOne(ctx, after) : ctx.fail('desk.answers.changed')
    },
    async previewAnswer({ body }, ctx) {
      refuseWrong(body.text)
      const values = body.case === undefined ? example(ctx, body.locale) : await valuesOf(ctx, await caseToWork(ctx, body.case), body.locale)
      return { text: fill(body.text, values).text }
    },
    async answersForCase({ params, query }, ctx) {
      const row = await caseToWork(ctx, params.id)
      const locale = (await personById(ctx, row.reporterId))?.locale ?? 'nl'
      const values = await valuesOf(ctx, row, locale)
      const words = wordsOf(query.search)
      const found = (await listAnswers(ctx.db, row.organisationId)).filter((one) => {
        const has = wordsOf(one.name).concat(one.texts[locale].toLowerCase())
        return one.active && words.every((word) => has.some((part) => part.includes(word)))
      })
      const items = found.slice(0, query.limit).map((one) => {
        const other = locale === 'nl' ? 'en' : 'nl'
        const { text, missing } = fill(one.texts[locale].trim() === '' ? one.texts[other] : one.texts[locale], values)
        return { id: one.id, name: one.name, scope: scopeOf(one) as CannedAnswer['scope'], text, missing }
      })
      return { locale, items }
    },
  },
})
