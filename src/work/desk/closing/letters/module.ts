/** What is written when a case is to be tested, is reminded of, is asked again about, or has ended. Each in the language of who gets it. */
import { type Translate, translator } from '#platform/i18n.ts'
import { type Context, on, type Subscription } from '#platform/room.ts'
import { addEntry, answersOf, asksByMail, type CaseRow, caseById, closingRowOf, questionsOf, reopenUntil } from '#record/cases/cases.ts'
import { reminded } from '#record/cases/closing/contract.ts'
import { moved } from '#record/cases/contract.ts'
import { askedAgain } from '#record/cases/testing/contract.ts'
import { organisationById, type PersonRef, personById } from '#record/people/people.ts'
import { writeTo } from '../../mail/letters/module.ts'
import { confirmLink } from '../../portal/reads.ts'
import { marks } from '../../satisfaction/contract.ts'
import { rateTokenFor } from '../../satisfaction/reads.ts'

/** An entry may be long, a mail should not be. */
const inMail = (text: string) => (text.length > 20_000 ? `${text.slice(0, 20_000)} …` : text)

/** Undefined where the organisation does not ask how satisfied people are. */
async function rateOf(ctx: Context, at: CaseRow, personId: string): Promise<string | undefined> {
  const token = await rateTokenFor(ctx, at, personId)
  return token === null ? undefined : `${ctx.app.config.url}/satisfaction/${token}`
}
const dateIn = (to: Pick<PersonRef, 'locale' | 'timeZone'>, at: Date) =>
  new Intl.DateTimeFormat(to.locale === 'nl' ? 'nl-NL' : 'en-GB', { dateStyle: 'full', timeZone: to.timeZone }).format(at)

/** What was done, and what the reporter is asked to try. */
async function doneAnd(ctx: Context, at: CaseRow): Promise<(t: Translate) => string> {
  const questions = await questionsOf(ctx, at)
  const list = questions.map(({ question }, index) => `${index + 1}. ${question}`).join('\n')
  return (t) => (list === '' ? inMail(at.done ?? '') : `${inMail(at.done ?? '')}\n\n${t('desk.closing.tryThis')}\n${list}`)
}
/** One button per mark: none of them records anything until it is saved on the page. */
const faces = (url: string | undefined) =>
  url === undefined ? [] : [...marks].reverse().map((mark) => ({ text: `desk.satisfaction.mark.${mark}`, url: `${url}?mark=${mark}` }))

async function pleaseTest(ctx: Context, at: CaseRow, to: PersonRef): Promise<void> {
  const done = await doneAnd(ctx, at)
  const rate = await rateOf(ctx, at, to.id)
  await writeTo(ctx, {
    at,
    to,
    letter: 'desk.letter.test',
    values: (t) => ({ done: done(t) }),
    buttons: [
      { text: 'desk.mail.confirmLink', url: confirmLink(ctx, at, to.id) },
      ...(rate === undefined ? [] : [{ text: 'desk.closing.rateLink', url: rate }]),
    ],
  })
}

/** Until when it can be opened again, and how; and how satisfied they are. */
async function ended(ctx: Context, at: CaseRow, to: PersonRef, letter: 'confirmed' | 'ended' | 'endedByPolicy'): Promise<void> {
  const until = await reopenUntil(ctx, at)
  const rate = await rateOf(ctx, at, to.id)
  const last = until ? dateIn(to, new Date(until.getTime() - 1000)) : ''
  await writeTo(ctx, {
    at,
    to,
    letter: `desk.letter.${letter}`,
    values: (t) => ({
      back: until ? t('desk.closing.backBy', { date: last }) : '',
      rate: rate === undefined ? '' : `\n\n${t('desk.closing.howSatisfied')}`,
    }),
    buttons: [...faces(rate), { text: 'desk.closing.backLink', url: confirmLink(ctx, at, to.id) }],
  })
}

/** What the reporter said, for who works on it: both answers, and that they were asked once more. */
async function tellStaff(ctx: Context, at: CaseRow, why: 'text' | 'step' | 'answer', times: number): Promise<void> {
  const t = translator(ctx.app.texts, (await organisationById(ctx, at.organisationId))?.locale ?? 'nl')
  const said = (await answersOf(ctx, at.id)).filter((one) => one.round === at.round && one.said !== 'unclear')
  const [before, last] = [said.at(-2), said.at(-1)]
  const word = (yes: boolean) => t(yes ? 'cases.move.confirm' : 'cases.move.reject')
  const values = { works: word(last?.said === 'yes'), before: word(before?.said === 'yes'), text: (last?.text ?? '').slice(0, 2000) }
  const call = asksByMail(times) ? '' : `\n\n${t('desk.closing.contradiction.call', { times })}`
  const text = `${t(`desk.closing.contradiction.${why}`, values)}${call}`
  await addEntry(ctx, { caseId: at.id, authorId: null, visibility: 'internal', channel: 'portal', kind: 'system', text })
}

export const subscriptions: readonly Subscription<unknown>[] = [
  // The name it had before this part took it over: what was mailed already is not mailed again.
  on(moved, 'desk.mail.moved', async ({ data }, ctx) => {
    if (data.move !== 'solve' && data.move !== 'close' && data.move !== 'confirm') return
    const at = await caseById(ctx, data.caseId)
    const to = at && (await personById(ctx, at.reporterId))
    // What has changed since is told by what changed it.
    if (!at || !to || at.state !== data.to || at.round !== data.round) return
    if (data.move === 'solve') return pleaseTest(ctx, at, to)
    return ended(
      ctx,
      at,
      to,
      data.move === 'confirm' ? (data.by === 'reporter' ? 'confirmed' : 'ended') : data.by === 'system' ? 'endedByPolicy' : 'ended',
    )
  }),
  on(reminded, 'desk.closing.remind', async ({ data }, ctx) => {
    const at = await caseById(ctx, data.caseId)
    const to = at && (await personById(ctx, at.reporterId))
    if (!at || !to || at.state !== 'solved' || at.round !== data.round) return
    const { closeAt } = await closingRowOf(ctx, at)
    const done = await doneAnd(ctx, at)
    await writeTo(ctx, {
      at,
      to,
      letter: 'desk.letter.reminder',
      values: (t) => ({ done: done(t), until: closeAt === null ? '' : t('desk.closing.closesAt', { date: dateIn(to, new Date(closeAt)) }) }),
      buttons: [{ text: 'desk.mail.confirmLink', url: confirmLink(ctx, at, to.id) }],
    })
  }),
  on(askedAgain, 'desk.closing.askAgain', async ({ data }, ctx) => {
    const at = await caseById(ctx, data.caseId)
    const to = at && (await personById(ctx, data.personId))
    if (!at || !to) return
    await tellStaff(ctx, at, data.why, data.times)
    if (!asksByMail(data.times)) return
    await writeTo(ctx, { at, to, letter: 'desk.letter.askedAgain', buttons: [{ text: 'desk.mail.confirmLink', url: confirmLink(ctx, at, to.id) }] })
  }),
]
