/** What the wings bring to the page of a case. */
import type { CasePage } from '../../contract.ts'
import { togetherDialogs, togetherFacts, togetherNotices } from '../../watching/web/parts.ts'
import { type Part, part, type TitledPart } from '../part.tsx'
import type { Changing } from './change.tsx'

export interface CaseProps {
  page: CasePage
  changing: Changing
}
export interface CaseDialogProps extends CaseProps {
  close: () => void
}

/** What can be asked for from the catalogue. */
const asked = ({ page }: CaseProps) => ['serviceRequest', 'accessRequest', 'informationRequest', 'change'].includes(page.case.kind)
const aboutAccess = ({ page }: CaseProps) => page.case.kind === 'accessRequest'
const works = ({ page }: CaseProps) => page.mayWork
const lasts = ({ page }: CaseProps) => page.mayWork && page.case.state !== 'closed' && page.case.state !== 'cancelled'
const breaks = (props: CaseProps) => lasts(props) && props.page.case.kind === 'incident' && props.page.case.state !== 'solved'

/** A problem can be behind it. */
const mayBeCaused = (props: CaseProps) =>
  works(props) && ['incident', 'informationRequest', 'serviceRequest', 'complaint'].includes(props.page.case.kind)
const is = (kind: CasePage['case']['kind']) => (props: CaseProps) => props.page.case.kind === kind

/** A part that is what the case is about stands above the others. */
interface CaseFacts extends TitledPart<CaseProps> {
  first?: boolean
}
/** Groups that fold, at the right under those of the desk itself. */
export const caseFacts: readonly CaseFacts[] = [
  {
    ...part<CaseProps>('desk.problem', () => import('../../problems/web/panel.tsx'), is('problem')),
    title: { nl: 'Probleem', en: 'Problem' },
    first: true,
  },
  {
    ...part<CaseProps>(
      'desk.complaint',
      () => import('../../complaints/web/panel.tsx'),
      (props) => is('complaint')(props) && works(props),
    ),
    title: { nl: 'Klacht', en: 'Complaint' },
    first: true,
  },
  {
    ...part<CaseProps>('desk.change', () => import('../../changes/web/panel.tsx'), is('change')),
    title: { nl: 'Wijziging', en: 'Change' },
    first: true,
  },
  { ...part<CaseProps>('desk.items', () => import('./itemsPanel.tsx')), title: { nl: 'Items', en: 'Items' } },
  {
    ...part<CaseProps>(
      'desk.norms',
      () => import('#record/norms/web/onCase.tsx'),
      ({ page }) => page.mayWork && page.case.channel === 'monitor',
    ),
    title: { nl: 'Afwijkingen', en: 'Deviations' },
  },
  ...togetherFacts,
  {
    ...part<CaseProps>('desk.answers', () => import('../../catalogue/web/caseAnswers.tsx'), asked),
    title: { nl: 'Aanvraag', en: 'Request' },
  },
  {
    ...part<CaseProps>('desk.access', () => import('../../access/web/accessFacts.tsx'), aboutAccess),
    title: { nl: 'Toegang', en: 'Access' },
  },
  {
    ...part<CaseProps>('desk.approvals', () => import('../../approvals/web/caseApprovals.tsx'), asked),
    title: { nl: 'Akkoord', en: 'Approval' },
  },
  { ...part<CaseProps>('documents', () => import('./documents.tsx')), title: { nl: 'Documenten', en: 'Documents' } },
  {
    ...part<CaseProps>(
      'desk.ruling',
      () => import('../../ruling/web/onCase.tsx'),
      ({ page }) => page.mayWork,
    ),
    title: { nl: 'Vanzelf gedaan', en: 'Done by itself' },
    folded: true,
  },
  {
    ...part<CaseProps>('desk.closing', () => import('../../closing/web/panel.tsx')),
    title: { nl: 'Testen en afsluiten', en: 'Testing and closing' },
  },
  { ...part<CaseProps>('desk.aftercare', () => import('../../aftercare/web/panel.tsx')), title: { nl: 'Nazorg', en: 'Aftercare' } },
]
/** Between title and story: what everybody must see first. Draws nothing when there is nothing. */
export const caseNotices: readonly Part<CaseProps>[] = [
  part<CaseProps>(
    'desk.workarounds',
    () => import('../../problems/web/workarounds.tsx'),
    ({ page }) => page.links.some(({ kind }) => kind === 'causedBy'),
  ),
  part('desk.major', () => import('../../major/web/caseNotice.tsx'), works),
  part('desk.escalation', () => import('../../escalation/web/caseNotice.tsx'), works),
  part('desk.handover', () => import('../../handover/web/caseNotice.tsx'), works),
  ...togetherNotices,
  part<CaseProps>('desk.proof', () => import('../../access/web/accessNotice.tsx'), aboutAccess),
  part<CaseProps>(
    'desk.closing',
    () => import('../../closing/web/notice.tsx'),
    ({ page }) => page.case.state === 'solved',
  ),
]
/** Things to do that are not moves: in the menu beside the next step, and in the palette. Each opens as a dialog. */
export const caseDialogs: readonly TitledPart<CaseDialogProps>[] = [
  { ...part('desk.ask', () => import('../../escalation/web/askDialog.tsx'), lasts), title: { nl: 'Een ander team vragen', en: 'Ask another team' } },
  {
    ...part('desk.lead', () => import('../../escalation/web/leadDialog.tsx'), lasts),
    title: { nl: 'Aan de leiding voorleggen', en: 'Put to the lead' },
  },
  { ...part('desk.handover', () => import('../../handover/web/caseHandover.tsx'), lasts), title: { nl: 'Overdragen', en: 'Hand over' } },
  {
    ...part('desk.major', () => import('../../major/web/declareDialog.tsx'), breaks),
    title: { nl: 'Grote storing verklaren', en: 'Declare a major incident' },
  },
  {
    ...part('desk.hang', () => import('../../major/web/caseHang.tsx'), breaks),
    title: { nl: 'Hoort bij een grote storing', en: 'Belongs to a major incident' },
  },
  {
    ...part<CaseDialogProps>('desk.openProblem', () => import('../../problems/web/openFromCase.tsx'), mayBeCaused),
    title: { nl: 'Probleem openen', en: 'Open a problem' },
  },
  {
    ...part<CaseDialogProps>('desk.linkProblem', () => import('../../problems/web/linkFromCase.tsx'), mayBeCaused),
    title: { nl: 'Koppelen aan een probleem', en: 'Link to a problem' },
  },
  ...togetherDialogs,
  {
    ...part<CaseDialogProps>('desk.askApproval', () => import('../../approvals/web/askDialog.tsx'), works),
    title: { nl: 'Om akkoord vragen', en: 'Ask for approval' },
  },
  {
    ...part<CaseDialogProps>(
      'desk.endAccess',
      () => import('../../access/web/endDialog.tsx'),
      (props) => works(props) && aboutAccess(props),
    ),
    title: { nl: 'Toegang eerder intrekken', en: 'Withdraw the access sooner' },
  },
]
