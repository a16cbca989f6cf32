/** The desk in the front: its pages, places, search, actions and what is worth a word. */

import IconHeadset from '@tabler/icons-react/dist/esm/icons/IconHeadset.mjs'
import IconHandshake from '@tabler/icons-react/dist/esm/icons/IconHeartHandshake.mjs'
import IconInbox from '@tabler/icons-react/dist/esm/icons/IconInbox.mjs'
import IconMail from '@tabler/icons-react/dist/esm/icons/IconMailQuestion.mjs'
import IconMessage from '@tabler/icons-react/dist/esm/icons/IconMessage.mjs'
import IconSettings from '@tabler/icons-react/dist/esm/icons/IconSettings.mjs'
import IconTicket from '@tabler/icons-react/dist/esm/icons/IconTicket.mjs'
import IconUser from '@tabler/icons-react/dist/esm/icons/IconUser.mjs'
import { webRoom } from '#web/kit/room.ts'
import { useCareCount, useNewCount, useUnprocessedCount } from './web/counts.ts'
import { DeskActions } from './web/deskActions.tsx'
import { find } from './web/find.ts'
import { kept, noticeOf } from './web/noticeOf.ts'
import { roomWords } from './web/roomTexts.ts'

const icons = { case: IconTicket, entry: IconMessage, person: IconUser }

export default webRoom({
  texts: roomWords,
  pages: [
    { path: '/desk', title: 'desk.title', may: 'desk.read', load: () => import('./web/list/listPage.tsx') },
    { path: '/desk/new', title: 'desk.register', may: 'desk.work', load: () => import('./web/new/newPage.tsx') },
    { path: '/desk/cases/$number', title: 'desk.case', may: 'desk.report', load: () => import('./web/case/casePage.tsx') },
    { path: '/desk/known-errors', title: 'desk.knownErrors', may: 'desk.read', load: () => import('./problems/web/knownErrorsPage.tsx') },
    { path: '/desk/changes', title: 'desk.changes', may: 'desk.read', load: () => import('./changes/calendar/web/calendarPage.tsx') },
    { path: '/desk/settings', title: 'desk.settings', may: 'desk.read', load: () => import('./web/settings/settingsPage.tsx') },
    { path: '/desk/tasks', title: 'desk.tasks', may: 'desk.tasks', load: () => import('./tasks/web/tasksPage.tsx') },
    { path: '/desk/time', title: 'desk.time', may: 'desk.tasks', load: () => import('./time/web/timePage.tsx') },
    { path: '/desk/reports', title: 'desk.reports', may: 'desk.read', load: () => import('./reports/web/reportsPage.tsx') },
    { path: '/desk/answers', title: 'desk.answers', may: 'desk.work', load: () => import('./answers/web/answersPage.tsx') },
    { path: '/desk/not-processed', title: 'desk.notProcessed', may: 'desk.mail', load: () => import('./mail/web/notProcessedPage.tsx') },
    { path: '/desk/catalogue/$id', title: 'desk.catalogue', may: 'desk.read', load: () => import('./catalogue/web/editorPage.tsx') },
    { path: '/desk/access', title: 'desk.access', may: 'desk.read', load: () => import('./access/web/accessPage.tsx') },
    { path: '/desk/recurring', title: 'desk.recurring', may: 'desk.work', load: () => import('./recurring/web/recurringPage.tsx') },
    { path: '/desk/bulk', title: 'desk.bulks', may: 'desk.work', load: () => import('./bulk/web/bulksPage.tsx') },
    { path: '/desk/absence', title: 'desk.absence', may: 'desk.report', load: () => import('./absence/web/absencePage.tsx') },
    { path: '/desk/escalations', title: 'desk.escalations', may: 'desk.work', load: () => import('./escalation/web/escalationsPage.tsx') },
    { path: '/desk/shift', title: 'desk.shift', may: 'desk.work', load: () => import('./handover/web/shiftPage.tsx') },
    { path: '/desk/outages', title: 'desk.outages', may: 'desk.work', load: () => import('./outages/web/managePage.tsx') },
    { path: '/desk/outages/new', title: 'desk.outages', may: 'desk.work', load: () => import('./outages/web/publishPage.tsx') },
    { path: '/desk/outages/$id', title: 'desk.outages', may: 'desk.work', load: () => import('./outages/web/outagePage.tsx') },
    { path: '/portal/outages', title: 'desk.outages', may: 'desk.report', load: () => import('./outages/web/outagesPage.tsx') },
    { path: '/outages/$slug', title: 'desk.outages', may: 'anyone', frame: 'bare', load: () => import('./outages/web/publicPage.tsx') },
    { path: '/desk/aftercare', title: 'desk.aftercare', may: 'desk.work', load: () => import('./aftercare/web/carePage.tsx') },
    { path: '/desk/satisfaction', title: 'desk.satisfaction', may: 'desk.read', load: () => import('./satisfaction/web/figuresPage.tsx') },
    { path: '/portal', title: 'desk.myReports', may: 'desk.report', load: () => import('./web/portal/portalPage.tsx') },
    { path: '/portal/new', title: 'desk.reportSomething', may: 'desk.report', load: () => import('./web/portal/reportPage.tsx') },
    { path: '/portal/thanks/$number', title: 'desk.reportSomething', may: 'desk.report', load: () => import('./web/portal/thanksPage.tsx') },
    { path: '/portal/cases/$number', title: 'desk.myReports', may: 'desk.report', load: () => import('./web/portal/myCasePage.tsx') },
    { path: '/portal/catalogue', title: 'desk.askFor', may: 'desk.report', load: () => import('./catalogue/web/choosePage.tsx') },
    { path: '/portal/catalogue/$id', title: 'desk.askFor', may: 'desk.report', load: () => import('./catalogue/web/requestPage.tsx') },
    { path: '/portal/approvals', title: 'desk.approve', may: 'desk.report', load: () => import('./approvals/web/approvalsPage.tsx') },
    { path: '/portal/approvals/$id', title: 'desk.approve', may: 'desk.report', load: () => import('./approvals/web/approvalPage.tsx') },
    { path: '/approve/$token', title: 'desk.approve', may: 'anyone', frame: 'bare', load: () => import('./approvals/web/approvePage.tsx') },
    { path: '/satisfaction/$token', title: 'desk.howSatisfied', may: 'anyone', frame: 'bare', load: () => import('./satisfaction/web/ratePage.tsx') },
    { path: '/confirm/$token', title: 'desk.doesItWork', may: 'anyone', frame: 'bare', load: () => import('./web/portal/confirmPage.tsx') },
  ],
  nav: [
    { to: '/desk', title: 'desk.title', icon: IconHeadset, may: 'desk.read', order: 10, useCount: useNewCount },
    {
      to: '/desk/aftercare',
      also: ['/desk/satisfaction'],
      title: 'desk.aftercare',
      icon: IconHandshake,
      may: 'desk.work',
      order: 30,
      useCount: useCareCount,
    },
    { to: '/portal', title: 'desk.myReports', icon: IconInbox, may: 'desk.report', order: 60 },
    { to: '/desk/not-processed', title: 'desk.notProcessed', icon: IconMail, may: 'desk.mail', order: 70, useCount: useUnprocessedCount },
    { to: '/desk/settings', title: 'desk.settings', icon: IconSettings, may: 'desk.configure', order: 90 },
  ],
  create: [{ title: 'desk.newCase', to: '/desk/new', may: 'desk.work' }],
  search: [
    {
      title: 'desk.results',
      may: 'desk.report',
      search: async (query, signal) => (await find(query, signal)).map((hit) => ({ ...hit, icon: icons[hit.kind] })),
    },
  ],
  banner: DeskActions,
  notice: noticeOf,
  kept,
})
