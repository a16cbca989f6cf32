import { texts } from '#platform/i18n.ts'

export const deskTasksTexts = texts({
  'desk.tasks.noSuchPerson': { nl: 'Deze persoon kan deze taak niet krijgen', en: 'This person cannot be given this task' },
  'desk.tasks.noSuchTeam': { nl: 'Dit team kan deze taak niet krijgen', en: 'This team cannot be given this task' },
})
