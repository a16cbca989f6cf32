import { type Locale, locales, translator } from '#platform/i18n.ts'
import { type Context, Problem, roomFor } from '#platform/room.ts'
import { organisationById } from '#record/people/people.ts'
import { compose } from '../letters/module.ts'
import { tagOf } from '../rules.ts'
import { deskTemplates, type Template, templateChanged } from './contract.ts'
import { always, requiredIn, variablesIn, wrongIn } from './rules.ts'
import { removeTemplate, saveTemplate, type TemplateTable, type TemplateTables, templatesOf } from './store.ts'
import { deskTemplatesTexts } from './texts.ts'

const notFound = () => new Problem('platform.notFound', 404)
const keyOf = (letter: string) => `desk.letter.${letter}`

/** Every letter that any room brings, in an order that stays. */
const lettersOf = (ctx: Context): string[] =>
  Object.keys(ctx.app.texts)
    .flatMap((key) => /^desk\.letter\.(\w+)$/.exec(key)?.[1] ?? [])
    .sort((one, other) => ctx.t(`${keyOf(one)}.about`).localeCompare(ctx.t(`${keyOf(other)}.about`), ctx.locale))
const shippedOf = (ctx: Context, letter: string): Record<Locale, string> => ctx.app.texts[keyOf(letter)] ?? (Promise.reject(notFound()) as never)

function shapeOf(ctx: Context, letter: string, own: readonly TemplateTable[]): Template {
  const shipped = shippedOf(ctx, letter)
  const variables = [...new Set([...Object.values(shipped).flatMap(variablesIn), ...always])]
  return {
    letter,
    about: ctx.t(`${keyOf(letter)}.about`),
    variables,
    required: requiredIn(shipped.nl),
    words: locales.map((locale) => {
      const mine = own.find((row) => row.letter === letter && row.locale === locale)
      return { locale, text: mine?.text ?? shipped[locale], shipped: shipped[locale], version: mine?.version ?? 0 }
    }),
  }
}
const oneOf = async (ctx: Context, organisationId: string, letter: string) => shapeOf(ctx, letter, await templatesOf(ctx.db, organisationId))

interface Wish {
  params: { letter: string }
  body: { organisationId: string; locale: Locale }
}
/** The letter exists and the actor settles things for this organisation. */
function mayChange(ctx: Context, { params, body }: Wish): void {
  const may = ctx.actor.permissions.get('desk.configure')?.includes(body.organisationId)
  if (!may || !lettersOf(ctx).includes(params.letter)) throw notFound()
}
function check(ctx: Context, letter: string, text: string): void {
  const wrong = wrongIn(text, Object.values(shippedOf(ctx, letter)))
  if (!wrong) return
  const names = 'variables' in wrong ? wrong.variables : ['number']
  const detail = `${ctx.t(`desk.templates.${wrong.code}`)}: ${names.map((name) => `{${name}}`).join(', ')}`
  throw new Problem(`desk.templates.${wrong.code}`, 400, wrong, [{ pointer: '/text', code: `desk.templates.${wrong.code}`, detail }])
}
const told = (ctx: Context, { params, body }: Wish, version: number | null) =>
  ctx.emit(templateChanged, {
    about: `organisation/${body.organisationId}`,
    organisationId: body.organisationId,
    data: { organisationId: body.organisationId, letter: params.letter, locale: body.locale, version },
  })

export default roomFor<TemplateTables>()({
  name: 'desk.mail.templates',
  contract: deskTemplates,
  texts: deskTemplatesTexts,
  grants: {},
  folder: import.meta.dirname,
  handlers: {
    async templates({ query }, ctx) {
      if (!ctx.actor.scopes.read.includes(query.organisationId)) return ctx.fail('platform.notFound')
      const own = await templatesOf(ctx.db, query.organisationId)
      return { items: lettersOf(ctx).map((letter) => shapeOf(ctx, letter, own)) }
    },
    async changeTemplate(wish, ctx) {
      mayChange(ctx, wish)
      const { organisationId, locale, version, text } = wish.body
      const { letter } = wish.params
      check(ctx, letter, text)
      const row = { organisationId, letter, locale, text, version, changedAt: ctx.now, changedBy: ctx.actor.personId }
      if (!(await saveTemplate(ctx.db, row))) return ctx.fail('desk.templates.changed')
      await told(ctx, wish, version + 1)
      return oneOf(ctx, organisationId, letter)
    },
    async restoreTemplate(wish, ctx) {
      mayChange(ctx, wish)
      const { organisationId, locale } = wish.body
      if (await removeTemplate(ctx.db, organisationId, wish.params.letter, locale)) await told(ctx, wish, null)
      return oneOf(ctx, organisationId, wish.params.letter)
    },
    async previewTemplate(wish, ctx) {
      mayChange(ctx, wish)
      const { organisationId, locale, text } = wish.body
      check(ctx, wish.params.letter, text)
      const t = translator(ctx.app.texts, locale)
      const organisation = await organisationById(ctx, organisationId)
      const known: readonly string[] = always
      const names = Object.values(shippedOf(ctx, wish.params.letter))
        .flatMap(variablesIn)
        .filter((name) => !known.includes(name))
      const sample = (name: string) => (`desk.templates.sample.${name}` in ctx.app.texts ? t(`desk.templates.sample.${name}`) : `[${name}]`)
      const values = Object.fromEntries(names.map((name) => [name, sample(name)]))
      const about = { name: sample('name'), number: 'C-1042', title: sample('title') }
      const letter = keyOf(wish.params.letter)
      const whole = await compose(ctx, { organisationId, organisation, locale, letter, about, values, links: [], page: 'portal' }, text)
      return { subject: `${tagOf('C-1042')} ${about.title}`, ...whole }
    },
  },
})
