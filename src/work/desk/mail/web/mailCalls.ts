/** The client of the desk's mail. */
import { api } from '#web/kit/api.ts'
import { deskMail } from '../contract.ts'

export const post = api(deskMail)
