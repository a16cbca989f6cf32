import { api } from '#web/kit/api.ts'
import { deskAnswers } from '../contract.ts'

export const answersCalls = api(deskAnswers)
