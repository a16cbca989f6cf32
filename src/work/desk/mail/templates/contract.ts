import * as z from 'zod'
import { contract, event, Id } from '#platform/contract.ts'
import { locales } from '#platform/i18n.ts'

const Name = z
  .string()
  .regex(/^[a-zA-Z]{1,60}$/)
  .describe('Of the letter: received, answered, test, closed …')
const Locale = z.enum(locales)
const Words = z.object({
  locale: Locale,
  text: z.string(),
  shipped: z.string().describe('What Spil says itself'),
  version: z.int().describe('0: nobody changed it'),
})
export const Template = z.object({
  letter: Name,
  about: z.string().describe('In the language of who asks'),
  variables: z.array(z.string()),
  required: z.array(z.string()).describe('Must stand in it: what the letter is for'),
  words: z.array(Words),
})
export type Template = z.infer<typeof Template>

/** As PostgreSQL takes it, and as somebody reads it in one go. */
const Text = z
  .string()
  .trim()
  .min(1)
  .max(5000)
  .refine((text) => !text.includes('\u0000'))
const one = z.object({ letter: Name })
const which = { organisationId: Id, locale: Locale }
const gone = { 'platform.notFound': 404 } as const
const wrong = { 'desk.templates.unknownVariable': 400, 'desk.templates.brace': 400, 'desk.templates.missing': 400 } as const

export const deskTemplates = contract({
  templates: {
    method: 'GET',
    path: '/api/desk/mail/templates',
    may: 'desk.read',
    summary: 'The letters of the desk in the words of this organisation, and their variables',
    query: z.object({ organisationId: Id }),
    reply: z.object({ items: z.array(Template) }),
    fails: gone,
  },
  changeTemplate: {
    method: 'PUT',
    path: '/api/desk/mail/templates/{letter}',
    may: 'desk.configure',
    summary: 'Put a letter in other words, in one language',
    params: one,
    body: z.object({ ...which, version: z.int().min(0), text: Text }),
    reply: Template,
    fails: { ...gone, ...wrong, 'desk.templates.changed': 409 },
  },
  restoreTemplate: {
    method: 'POST',
    path: '/api/desk/mail/templates/{letter}/restore',
    may: 'desk.configure',
    summary: 'Back to the words of Spil itself',
    params: one,
    body: z.object(which),
    reply: Template,
    status: 200,
    fails: gone,
  },
  previewTemplate: {
    method: 'POST',
    path: '/api/desk/mail/templates/{letter}/preview',
    may: 'desk.configure',
    summary: 'The whole mail with these words, about a case that does not exist',
    params: one,
    body: z.object({ ...which, text: Text }),
    reply: z.object({ subject: z.string(), text: z.string(), html: z.string() }),
    status: 200,
    fails: { ...gone, ...wrong },
  },
})

export const templateChanged = event(
  'desk.mail.templateChanged',
  z.object({ organisationId: Id, letter: z.string(), locale: Locale, version: z.int().nullable().describe('null: back to ours') }),
)
