/** The client of the desk's mail. */
import { api } from '#web/kit/api.ts'
import { deskMail } from '../contract.ts'
import { deskMailSettings } from '../settings/contract.ts'
import { deskTemplates } from '../templates/contract.ts'

export const post = api(deskMail)
export const mailSettings = api(deskMailSettings)
export const templates = api(deskTemplates)
