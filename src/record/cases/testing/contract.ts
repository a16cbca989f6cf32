/** What is tested, and what the reporter says about it. */
import * as z from 'zod'
import { event, Id, Instant, line, prose } from '#platform/contract.ts'
import { Kind, Named } from '../contract.ts'

export const results = ['open', 'passed', 'failed'] as const
export const StepResult = z.enum(results)
export type StepResult = z.infer<typeof StepResult>
export const reporterResults = ['works', 'doesNotWork'] as const
export const vias = ['link', 'portal', 'mail'] as const
export type Via = (typeof vias)[number]
export const outcomes = ['confirmed', 'rejected', 'askedAgain', 'reopened', 'message'] as const
export type Outcome = (typeof outcomes)[number]
/** Why it was asked again. */
export const whys = ['text', 'step', 'answer'] as const
export type Why = (typeof whys)[number]

const what = line(500)
const words = prose(2000)
const question = line(500).nullable().describe('In plain words, when the reporter is asked to do it; null: only staff does')
/** As it is written down. */
export const NewStep = z.object({
  what: what.describe('What is tested'),
  expected: words.default('').describe('What should happen'),
  actual: words.default('').describe('What did happen'),
  result: StepResult.default('open'),
  question: question.default(null),
})
export const StepChange = z.object({
  version: z.int(),
  what: what.optional(),
  expected: words.optional(),
  actual: words.optional(),
  result: StepResult.optional(),
  question: question.optional(),
})
export type StepChange = z.infer<typeof StepChange>

export const Step = z.object({
  id: Id,
  round: z.int(),
  what: z.string(),
  expected: z.string(),
  actual: z.string(),
  result: StepResult,
  testedBy: Named.nullable(),
  testedAt: Instant.nullable(),
  question: z.string().nullable(),
  reporter: z.object({ result: z.enum(reporterResults), remark: z.string(), by: Named, at: Instant }).nullable(),
  version: z.int(),
})
export type Step = z.infer<typeof Step>

export const Answer = z.object({
  id: Id,
  round: z.int(),
  by: Named,
  via: z.enum(vias),
  said: z.enum(['yes', 'no', 'unclear']),
  works: z.boolean().nullable().describe('The button that was pressed; null by mail'),
  text: z.string(),
  outcome: z.enum(outcomes),
  at: Instant,
})
export type Answer = z.infer<typeof Answer>

/** What the reporter is asked to do, and what they answered. */
export const Question = z.object({
  id: Id,
  question: z.string(),
  result: z.enum(reporterResults).nullable(),
  remark: z.string(),
})
export type Question = z.infer<typeof Question>
export const StepAnswer = z.object({ id: Id, result: z.enum(reporterResults), remark: prose(2000).default('') })
export type StepAnswer = z.infer<typeof StepAnswer>
export const StepAnswers = z.array(StepAnswer).max(50).default([])

const TemplateStep = z.object({ what, expected: words.default(''), question: question.default(null) })
export const NewTemplate = z.object({
  name: line(120),
  kind: Kind.nullable().default(null).describe('null: for every kind'),
  serviceId: Id.nullable().default(null).describe('null: for every service'),
  steps: z.array(TemplateStep).min(1).max(30),
})
export type NewTemplate = z.infer<typeof NewTemplate>
export const Template = NewTemplate.extend({
  id: z.string().describe('Id, or the name of one that is shipped'),
  version: z.int().describe('0: shipped'),
})
export type Template = z.infer<typeof Template>

const ofCase = { caseId: Id, number: z.int(), round: z.int() }
export const stepEvent = event(
  'cases.testStep',
  z.object({ ...ofCase, stepId: Id, what: z.enum(['added', 'changed', 'removed', 'answered']), result: StepResult }),
)
/** The reporter answered the question to test. */
export const testAnswered = event(
  'cases.testAnswered',
  z.object({ ...ofCase, via: z.enum(vias), said: z.enum(['yes', 'no', 'unclear']), outcome: z.enum(outcomes) }),
)
/** What the reporter said contradicts itself: they are asked once more, and the case stays to be tested. */
export const askedAgain = event(
  'cases.askedAgain',
  z.object({ ...ofCase, why: z.enum(whys), times: z.int(), personId: Id, reporterId: Id, assigneeId: Id.nullable() }),
)
export const templateChanged = event(
  'cases.testTemplateChanged',
  z.object({ organisationId: Id, templateId: Id, what: z.enum(['added', 'changed', 'removed']) }),
)
