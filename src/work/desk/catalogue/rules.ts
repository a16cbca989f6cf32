/** Whether a definition and answers are right, which fields are shown, what answers say. Pure; the browser uses the same rules. */
import type { SaidReason, Words } from '#record/cases/priority/contract.ts'
import type { Answer, Answers, Definition, FormField } from './contract.ts'

const digit = /^\p{Nd}$/u
const letter = /^\p{L}$/u
const fits = (sign: string, char: string) =>
  sign === '?' || (sign === '#' ? digit.test(char) : sign === '@' ? letter.test(char) : sign.toLowerCase() === char.toLowerCase())

/** # a digit, @ a letter, ? any sign, * any number of signs. Takes at most pattern × text steps. */
export function matches(pattern: string, text: string): boolean {
  const signs = [...pattern]
  const chars = [...text]
  let sign = 0
  let star = -1
  let from = 0
  let at = 0
  while (at < chars.length) {
    if (signs[sign] === '*') {
      star = sign++
      from = at
    } else if (sign < signs.length && fits(signs[sign] ?? '', chars[at] ?? '')) {
      sign++
      at++
    } else if (star >= 0) {
      sign = star + 1
      at = ++from
    } else return false
  }
  while (signs[sign] === '*') sign++
  return sign === signs.length
}

export interface Wrong {
  /** desk.catalogue.wrong.<code> */
  code: string
  values: Record<string, string | number>
}
const wrong = (code: string, values: Wrong['values'] = {}): Wrong => ({ code, values })

/** The value of a field as the conditions of others see it. */
const valuesOf = (answer: Answer | undefined): string[] =>
  answer === undefined ? [] : typeof answer === 'boolean' ? [answer ? 'yes' : 'no'] : Array.isArray(answer) ? answer : [String(answer)]

/** The fields that are shown with these answers. What hangs on a hidden field is hidden too. */
export function shownFields(fields: readonly FormField[], answers: Answers): FormField[] {
  const shown: FormField[] = []
  for (const field of fields) {
    const when = field.shownWhen
    if (when === null || (shown.some(({ key }) => key === when.field) && valuesOf(answers[when.field]).some((value) => when.is.includes(value))))
      shown.push(field)
  }
  return shown
}

const day = 86_400_000
const dayOf = (iso: string, days: number) => new Date(Date.parse(`${iso}T00:00:00Z`) + days * day).toISOString().slice(0, 10)
/** A day that exists. */
export const isDay = (text: string): boolean =>
  /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`)) && dayOf(text, 0) === text

function wrongText(field: FormField, text: string): Wrong | undefined {
  const most = field.max ?? (field.kind === 'text' ? 200 : 10_000)
  if (field.min !== null && text.length < field.min) return wrong('tooShort', { min: field.min })
  if (text.length > most) return wrong('tooLong', { max: most })
  if (field.pattern !== '' && !matches(field.pattern, text)) return wrong('pattern', { pattern: field.pattern })
  return undefined
}
function wrongNumber({ min, max, unit }: FormField, value: number): Wrong | undefined {
  if (!Number.isFinite(value)) return wrong('notANumber')
  if (min !== null && value < min) return wrong('tooLow', { min, unit })
  if (max !== null && value > max) return wrong('tooHigh', { max, unit })
  return undefined
}
function wrongDate({ min, max }: FormField, text: string, today: string): Wrong | undefined {
  if (!isDay(text)) return wrong('notADate')
  if (min !== null && text < dayOf(today, min)) return wrong('tooEarly', { day: dayOf(today, min) })
  if (max !== null && text > dayOf(today, max)) return wrong('tooLate', { day: dayOf(today, max) })
  return undefined
}
function wrongChoices({ kind, min, max, choices }: FormField, values: readonly string[]): Wrong | undefined {
  if (kind === 'choices' && values.some((value) => !choices.some(({ key }) => key === value))) return wrong('noSuchChoice')
  if (min !== null && values.length < min) return wrong('tooFew', { min })
  const most = max ?? (kind === 'file' ? 10 : 60)
  if (values.length > most) return wrong('tooMany', { max: most })
  return undefined
}

function wrongIn(field: FormField, answer: Answer, today: string): Wrong | undefined {
  switch (field.kind) {
    case 'text':
    case 'longText':
      return typeof answer === 'string' ? wrongText(field, answer) : wrong('needed')
    case 'number':
      return typeof answer === 'number' ? wrongNumber(field, answer) : wrong('notANumber')
    case 'date':
      return typeof answer === 'string' ? wrongDate(field, answer, today) : wrong('notADate')
    case 'choice':
      return field.choices.some(({ key }) => key === answer) ? undefined : wrong('noSuchChoice')
    case 'yesNo':
      return typeof answer === 'boolean' ? undefined : wrong('noSuchChoice')
    case 'person':
      return typeof answer === 'string' ? undefined : wrong('noSuchPerson')
    case 'choices':
    case 'file':
      return Array.isArray(answer) ? wrongChoices(field, answer) : wrong('noSuchChoice')
  }
}

const isEmpty = (answer: Answer | undefined) =>
  answer === undefined || (typeof answer === 'string' && answer.trim() === '') || (Array.isArray(answer) && answer.length === 0)

/** What is kept of answers (only what is shown and filled in), and what is wrong, by the key of the field. `today`: YYYY-MM-DD. */
export function check(fields: readonly FormField[], answers: Answers, today: string): { clean: Answers; wrong: Record<string, Wrong> } {
  const clean: Answers = {}
  const all: Record<string, Wrong> = {}
  for (const field of shownFields(fields, answers)) {
    const given = answers[field.key]
    const answer = typeof given === 'string' ? given.trim() : Array.isArray(given) ? [...new Set(given)] : given
    if (answer === undefined || isEmpty(answer)) {
      if (field.required) all[field.key] = wrong('needed')
      continue
    }
    const found = wrongIn(field, answer, today)
    if (found) all[field.key] = found
    else clean[field.key] = answer
  }
  return { clean, wrong: all }
}

/** What the answers say about how many are hindered, and how badly. */
export function saidIn(fields: readonly FormField[], answers: Answers): SaidReason[] {
  return fields.flatMap((field) =>
    field.choices
      .filter(({ key }) => valuesOf(answers[field.key]).includes(key))
      .flatMap(({ label, impact, urgency }): SaidReason[] => [
        ...(impact === null ? [] : [{ code: 'said' as const, sets: 'impact' as const, question: field.label, answer: label, to: impact }]),
        ...(urgency === null ? [] : [{ code: 'said' as const, sets: 'urgency' as const, question: field.label, answer: label, to: urgency }]),
      ]),
  )
}

export interface Line {
  label: Words
  text: Words
}
const both = (text: string): Words => ({ nl: text, en: text })
/** A day as people write it, in both languages. */
export function dayWords(day: string): Words {
  const write = (locale: string) => new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`))
  return { nl: write('nl-NL'), en: write('en-GB') }
}
/** `Voor welke klas? 3b`, `Waarom: ziek`. */
export const asLine = (label: string, text: string): string => `${label}${/[?!:.]$/.test(label) ? '' : ':'} ${text}`
/** The answers as lines to read, in both languages. `names`: of people and files. */
export function linesOf(fields: readonly FormField[], answers: Answers, names: ReadonlyMap<string, string>): Line[] {
  return fields.flatMap((field): Line[] => {
    const answer = answers[field.key]
    if (answer === undefined) return []
    const choices = field.choices.filter(({ key }) => valuesOf(answer).includes(key))
    const inBoth = (locale: 'nl' | 'en') => choices.map(({ label }) => label[locale] || label.nl || label.en).join(', ')
    if (choices.length > 0) return [{ label: field.label, text: { nl: inBoth('nl'), en: inBoth('en') } }]
    if (typeof answer === 'boolean') return [{ label: field.label, text: answer ? { nl: 'Ja', en: 'Yes' } : { nl: 'Nee', en: 'No' } }]
    if (field.kind === 'date') return [{ label: field.label, text: dayWords(String(answer)) }]
    if (typeof answer === 'number')
      return [{ label: field.label, text: { nl: `${String(answer).replace('.', ',')} ${field.unit}`.trim(), en: `${answer} ${field.unit}`.trim() } }]
    return [
      {
        label: field.label,
        text: both(
          valuesOf(answer)
            .map((value) => names.get(value) ?? value)
            .join(', '),
        ),
      },
    ]
  })
}

const needsChoices = ['choice', 'choices']
/** What is wrong with a definition: the place of it (JSON pointer) and a code: desk.catalogue.bad.<code>. */
export function flaws(definition: Definition): { pointer: string; code: string }[] {
  const found: { pointer: string; code: string }[] = []
  const { fields, access, kind } = definition
  fields.forEach((field, at) => {
    const flaw = (code: string, part = '') => found.push({ pointer: `/definition/fields/${at}${part}`, code })
    if (fields.findIndex(({ key }) => key === field.key) !== at) flaw('keyTwice', '/key')
    if (needsChoices.includes(field.kind) && field.choices.length === 0) flaw('noChoices', '/choices')
    if (new Set(field.choices.map(({ key }) => key)).size !== field.choices.length) flaw('choiceTwice', '/choices')
    if (field.min !== null && field.max !== null && field.min > field.max) flaw('minAboveMax', '/min')
    if (field.pattern !== '' && field.kind !== 'text') flaw('patternOnlyText', '/pattern')
    const when = field.shownWhen
    if (when === null) return
    const on = fields.slice(0, at).find(({ key }) => key === when.field)
    const values = on?.kind === 'yesNo' ? ['yes', 'no'] : on && needsChoices.includes(on.kind) ? on.choices.map(({ key }) => key) : undefined
    if (!values) flaw('whenEarlier', '/shownWhen')
    else if (when.is.some((value) => !values.includes(value))) flaw('whenValue', '/shownWhen')
  })
  if ((kind === 'accessRequest') !== (access !== null)) found.push({ pointer: '/definition/access', code: 'accessOnly' })
  if (access && new Set(access.rights.map(({ key }) => key)).size !== access.rights.length)
    found.push({ pointer: '/definition/access/rights', code: 'choiceTwice' })
  return found
}

const fold = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
/** All words of the search stand somewhere in its names, descriptions or other words. */
export function foundBy(definition: Pick<Definition, 'name' | 'description' | 'also'>, search: string): boolean {
  const { name, description, also } = definition
  const all = fold([name.nl, name.en, description.nl, description.en, also].join(' '))
  return fold(search)
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
    .slice(0, 8)
    .every((word) => all.includes(word))
}
