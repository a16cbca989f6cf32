import { texts } from '#platform/i18n.ts'

export const deskHandoverTexts = texts({
  'desk.handover.toWhom': { nl: 'Kies een persoon of een team', en: 'Choose a person or a team' },
  'desk.handover.nobody': { nl: 'Niemand werkt aan deze zaak, dus er is niets over te dragen', en: 'Nobody works on this case, so there is nothing to hand over' },
  'desk.handover.noChange': { nl: 'De zaak is al van deze persoon', en: 'The case is already theirs' },
  'desk.handover.notYou': { nl: 'Deze overdracht is niet aan u', en: 'This hand-over is not for you' },
  'desk.handover.ended': { nl: 'Op deze overdracht is al geantwoord', en: 'This hand-over has already been answered' },
  'desk.handover.past': { nl: 'Kies een tijd die nog moet komen', en: 'Choose a time that is still to come' },
  'desk.handover.returned': { nl: 'Overdracht teruggestuurd. Vraag: {question}', en: 'Hand-over sent back. Question: {question}' },
})
