import { texts } from '#platform/i18n.ts'

export const tasksTexts = texts({
  'cases.tasksOpen': { nl: 'Er staan nog taken open die eerst gedaan moeten zijn: {titles}', en: 'There are open tasks that must be done first: {titles}' },
  'cases.onlyLeadPassesTasks': { nl: 'Alleen een teamleider mag oplossen terwijl verplichte taken openstaan', en: 'Only a lead may solve while required tasks are open' },
  'cases.passedTasks': { nl: 'Opgelost terwijl taken openstonden ({titles}): {reason}', en: 'Solved while tasks were open ({titles}): {reason}' },
  'cases.taskBlocked': { nl: 'Eerst moet “{title}” klaar zijn', en: '“{title}” must be finished first' },
  'cases.taskEnded': { nl: 'Deze taak is al afgerond', en: 'This task has ended already' },
  'cases.taskChanged': { nl: 'Iemand heeft deze taak intussen gewijzigd. Kijk wat er anders is en probeer het opnieuw', en: 'Somebody changed this task in the meantime. See what is different and try again' },
  'cases.taskNeeded': { nl: 'Een taak die hierna komt is al gedaan. Heropen eerst die taak', en: 'A task that comes after it is done already. Reopen that task first' },
  'cases.taskCircle': { nl: 'Taken kunnen niet op elkaar wachten', en: 'Tasks cannot wait for each other' },
  'cases.noSuchTask': { nl: 'Deze taak hoort niet bij deze zaak', en: 'This task does not belong to this case' },
  'cases.tooManyTasks': { nl: 'Een zaak kan hoogstens 200 taken hebben', en: 'A case can have at most 200 tasks' },
  'cases.checklistName': { nl: 'Er is al een checklist met deze naam', en: 'There is already a checklist with this name' },
  'cases.checklistChanged': { nl: 'Iemand heeft deze checklist intussen gewijzigd. Laad hem opnieuw', en: 'Somebody changed this checklist in the meantime. Load it again' },
  'cases.checklistOrder': { nl: 'Een taak kan alleen wachten op een taak die eerder in de lijst staat', en: 'A task can only wait for a task that stands earlier in the list' },
  'cases.history.tasksAdded': { nl: 'Taken toegevoegd', en: 'Added tasks' },
  'cases.history.taskAssigned': { nl: 'Taak aan iemand gegeven', en: 'Gave a task to somebody' },
  'cases.history.taskChanged': { nl: 'Taak gewijzigd', en: 'Changed a task' },
  'cases.history.taskEnded': { nl: '{state, select, notNeeded {Taak is niet nodig} other {Taak gedaan}}', en: '{state, select, notNeeded {Task is not needed} other {Task done}}' },
  'cases.history.taskReopened': { nl: 'Taak heropend', en: 'Reopened a task' },
  'cases.history.tasksOrdered': { nl: 'Volgorde van de taken gewijzigd', en: 'Changed the order of the tasks' },
  'cases.history.tasksPassed': { nl: 'Opgelost terwijl verplichte taken openstonden', en: 'Solved while required tasks were open' },
})
