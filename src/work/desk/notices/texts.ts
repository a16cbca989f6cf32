import { texts } from '#platform/i18n.ts'

export const deskNoticesTexts = texts({
  'desk.notices.after': { nl: 'Deze lijst is veranderd. Begin weer bovenaan', en: 'This list has changed. Begin at the top again' },
  'desk.notices.assigned': { nl: '{by} wees {number} aan u toe', en: '{by} assigned {number} to you' },
  'desk.notices.answered': { nl: '{by} antwoordde op {number}', en: '{by} answered on {number}' },
  'desk.notices.answeredFor': { nl: '{by} antwoordde op {number}; u vervangt {assignee}', en: '{by} answered on {number}; you stand in for {assignee}' },
  'desk.notices.rejected': { nl: '{number} werkt nog niet volgens {by}', en: '{by} says {number} does not work yet' },
  'desk.notices.confirmed': { nl: '{by} bevestigde dat {number} werkt', en: '{by} confirmed that {number} works' },
  'desk.notices.reopened': { nl: '{by} heropende {number}', en: '{by} reopened {number}' },
  'desk.notices.resumed': { nl: 'Het wachten van {number} is voorbij', en: 'The waiting of {number} is over' },
})
