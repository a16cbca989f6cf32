/** Where a refusal of the server belongs on the form. */
import { ProblemError, problemIn } from '#web/kit/api.ts'

/** What is refused with one of these codes is about this field: `atField({ 'people.codeWrong': 'code' }, signIn(…))`. */
export async function atField<T>(fields: Readonly<Record<string, string>>, call: Promise<T>): Promise<T> {
  try {
    return await call
  } catch (error) {
    const problem = problemIn(error)
    const field = problem && fields[problem.type]
    if (!problem || !field) throw error
    throw new ProblemError({ ...problem, errors: [{ pointer: `/body/${field}`, code: problem.type, detail: problem.title }] })
  }
}

/** Refusals of a password that was chosen. */
export const passwordRefusals = { 'people.passwordTooCommon': 'password', 'people.passwordIsYou': 'password' } as const

/** What is wrong with one field, found by the page itself. */
export const refuse = (field: string, detail: string) =>
  new ProblemError({
    type: 'platform.invalid',
    title: detail,
    status: 400,
    errors: [{ pointer: `/body/${field}`, code: 'platform.field.invalid', detail }],
  })
