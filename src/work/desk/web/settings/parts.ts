/** The sections of the settings, in the order in which they stand. */
import { part, type TitledPart } from '../part.tsx'

export interface SettingsProps {
  organisationId: string
  /** Whether the person may change them (permission desk.configure). */
  may: boolean
}
export interface SettingsSection extends TitledPart<SettingsProps> {
  /** A permission, where another than desk.read is needed to see it. */
  permission?: string
}
export const settingsSections: readonly SettingsSection[] = [
  { ...part('priority', () => import('./prioritySection.tsx')), title: { nl: 'Prioriteit', en: 'Priority' } },
  { ...part('calendars', () => import('../../clocks/web/calendarsSection.tsx')), title: { nl: 'Kalenders', en: 'Calendars' } },
  { ...part('agreements', () => import('../../clocks/web/agreementsSection.tsx')), title: { nl: 'Afspraken', en: 'Agreements' } },
  { ...part('letters', () => import('../../mail/web/lettersSection.tsx')), title: { nl: 'Brieven', en: 'Letters' } },
  { ...part('assignment', () => import('../../assignment/web/section.tsx')), title: { nl: 'Toewijzen', en: 'Assignment' } },
  { ...part('rules', () => import('../../ruling/web/section.tsx')), title: { nl: 'Regels', en: 'Rules' } },
  {
    ...part('changes', () => import('../../changes/calendar/web/templatesSection.tsx')),
    title: { nl: 'Standaardwijzigingen', en: 'Standard changes' },
    permission: 'desk.work',
  },
  { ...part('complaints', () => import('../../complaints/web/policySection.tsx')), title: { nl: 'Klachten', en: 'Complaints' } },
  { ...part('mail', () => import('./mailSection.tsx')), title: { nl: 'E-mail', en: 'Mail' }, permission: 'desk.mailboxes' },
  { ...part('catalogue', () => import('../../catalogue/web/catalogueSection.tsx')), title: { nl: 'Catalogus', en: 'Catalogue' } },
  { ...part('handover', () => import('../../handover/web/settingsSection.tsx')), title: { nl: 'Overdragen', en: 'Handing over' } },
  { ...part('major', () => import('../../major/web/settingsSection.tsx')), title: { nl: 'Grote storingen', en: 'Major incidents' } },
  { ...part('outages', () => import('../../outages/web/settingsSection.tsx')), title: { nl: 'Storingspagina', en: 'Outages page' } },
  { ...part('checklists', () => import('../../tasks/web/checklistsSection.tsx')), title: { nl: 'Checklists', en: 'Checklists' } },
  { ...part('closing', () => import('../../closing/web/closingSection.tsx')), title: { nl: 'Afsluiten', en: 'Closing' } },
]
