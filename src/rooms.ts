/** The rooms of the house: one import and one word each. Order is the order of their migrations. */
import type { Room } from '#platform/room.ts'
import cases from '#record/cases/module.ts'
import documents from '#record/documents/module.ts'
import itemsBulk from '#record/items/bulk/module.ts'
import itemsExporting from '#record/items/exporting/module.ts'
import itemsFacts from '#record/items/facts/module.ts'
import itemsHistory from '#record/items/history/module.ts'
import itemsImpact from '#record/items/impact/module.ts'
import itemsImporting from '#record/items/importing/module.ts'
import itemsKinds from '#record/items/kinds/module.ts'
import itemsLabels from '#record/items/labels/module.ts'
import itemsLinking from '#record/items/linking/module.ts'
import items from '#record/items/module.ts'
import itemsRelations from '#record/items/relations/module.ts'
import itemsStocktake from '#record/items/stocktake/module.ts'
import itemsViews from '#record/items/views/module.ts'
import normsBaselines from '#record/norms/baselines/module.ts'
import normsCasework from '#record/norms/casework/module.ts'
import normsCompliance from '#record/norms/compliance/module.ts'
import normsDeviations from '#record/norms/deviations/module.ts'
import normsEvaluating from '#record/norms/evaluating/module.ts'
import normsExceptions from '#record/norms/exceptions/module.ts'
import norms from '#record/norms/module.ts'
import access from '#record/people/access/module.ts'
import directory from '#record/people/directory/module.ts'
import imports from '#record/people/imports/module.ts'
import people from '#record/people/module.ts'
import seriesGraphing from '#record/series/graphing/module.ts'
import series from '#record/series/module.ts'
import seriesPrometheus from '#record/series/prometheus/module.ts'
import views from '#record/views/module.ts'
import deskAbsence from '#work/desk/absence/module.ts'
import deskAccess from '#work/desk/access/module.ts'
import deskAftercare from '#work/desk/aftercare/module.ts'
import deskAnswers from '#work/desk/answers/module.ts'
import deskApprovals from '#work/desk/approvals/module.ts'
import deskAssignment from '#work/desk/assignment/module.ts'
import deskBulk from '#work/desk/bulk/module.ts'
import deskCatalogue from '#work/desk/catalogue/module.ts'
import deskChangeCalendar from '#work/desk/changes/calendar/module.ts'
import deskChanges from '#work/desk/changes/module.ts'
import deskClocks from '#work/desk/clocks/module.ts'
import deskClosing from '#work/desk/closing/module.ts'
import deskComplaints from '#work/desk/complaints/module.ts'
import deskEscalation from '#work/desk/escalation/module.ts'
import deskHandover from '#work/desk/handover/module.ts'
import deskLinking from '#work/desk/linking/module.ts'
import deskMail from '#work/desk/mail/module.ts'
import deskMailSettings from '#work/desk/mail/settings/module.ts'
import deskMailTemplates from '#work/desk/mail/templates/module.ts'
import deskMajor from '#work/desk/major/module.ts'
import deskMerging from '#work/desk/merging/module.ts'
import desk from '#work/desk/module.ts'
import deskNotices from '#work/desk/notices/module.ts'
import deskOutages from '#work/desk/outages/module.ts'
import deskPortal from '#work/desk/portal/module.ts'
import deskProblems from '#work/desk/problems/module.ts'
import deskRecurring from '#work/desk/recurring/module.ts'
import deskReports from '#work/desk/reports/module.ts'
import deskRuling from '#work/desk/ruling/module.ts'
import deskSatisfaction from '#work/desk/satisfaction/module.ts'
import deskSearch from '#work/desk/search/module.ts'
import deskSettings from '#work/desk/settings/module.ts'
import deskSplitting from '#work/desk/splitting/module.ts'
import deskTasks from '#work/desk/tasks/module.ts'
import deskTime from '#work/desk/time/module.ts'
import deskViews from '#work/desk/views/module.ts'
import deskWatching from '#work/desk/watching/module.ts'

import devicesHandout from '#work/devices/handout/module.ts'
import devicesReceipt from '#work/devices/handout/receipt/module.ts'
import devicesHandoutSettings from '#work/devices/handout/settings/module.ts'
import devicesSigning from '#work/devices/handout/signing/module.ts'
import devicesHolding from '#work/devices/holding/module.ts'
import devicesIdentity from '#work/devices/identity/module.ts'
import devicesIntake from '#work/devices/intake/module.ts'
import devicesLifecycle from '#work/devices/lifecycle/module.ts'
import devicesLoans from '#work/devices/loans/module.ts'
import devicesProducts from '#work/devices/products/module.ts'
import devicesProvisioning from '#work/devices/provisioning/module.ts'
import devicesRemote from '#work/devices/remote/module.ts'
import devicesRequirements from '#work/devices/requirements/module.ts'
import devicesSnmp from '#work/devices/snmp/module.ts'
import devicesSoftware from '#work/devices/software/module.ts'
import monitoringBringing from '#work/monitoring/alarms/bringing/module.ts'
import monitoringAlarms from '#work/monitoring/alarms/module.ts'
import monitoringOnCall from '#work/monitoring/alarms/oncall/module.ts'
import monitoringWindows from '#work/monitoring/alarms/windows/module.ts'
import monitoringAvailability from '#work/monitoring/availability/module.ts'
import monitoringBackups from '#work/monitoring/backups/module.ts'
import monitoringBackupProof from '#work/monitoring/backups/proof/module.ts'
import monitoringBackupReceiving from '#work/monitoring/backups/receiving/module.ts'
import monitoringApplying from '#work/monitoring/checks/applying/module.ts'
import monitoringHeartbeat from '#work/monitoring/checks/heartbeat/module.ts'
import monitoringChecks from '#work/monitoring/checks/module.ts'
import monitoringTemplates from '#work/monitoring/checks/templates/module.ts'
import monitoringCollectors from '#work/monitoring/collectors/module.ts'
import monitoringDashboards from '#work/monitoring/dashboards/module.ts'
import monitoringCertificates from '#work/monitoring/maintenance/certificates/module.ts'
import monitoringChecklists from '#work/monitoring/maintenance/checklists/module.ts'
import monitoringExpecting from '#work/monitoring/maintenance/expecting/module.ts'
import monitoringSupport from '#work/monitoring/maintenance/support/module.ts'
import monitoringUpdates from '#work/monitoring/maintenance/updates/module.ts'
import monitoringMap from '#work/monitoring/map/module.ts'
import monitoringReceiving from '#work/monitoring/receiving/module.ts'
import monitoringReports from '#work/monitoring/reports/module.ts'
import monitoringStatus from '#work/monitoring/status/module.ts'
import monitoringWall from '#work/monitoring/wall/module.ts'

export const rooms: readonly Room[] = [
  people,
  access,
  directory,
  imports,
  cases,
  documents,
  items,
  itemsKinds,
  itemsHistory,
  itemsRelations,
  itemsImpact,
  itemsFacts,
  itemsLinking,
  itemsBulk,
  itemsViews,
  itemsImporting,
  itemsExporting,
  norms,
  normsEvaluating,
  normsDeviations,
  normsExceptions,
  normsBaselines,
  normsCasework,
  normsCompliance,
  itemsLabels,
  itemsStocktake,
  series,
  seriesGraphing,
  seriesPrometheus,
  desk,
  deskApprovals,
  deskCatalogue,
  deskAccess,
  deskMail,
  deskMailSettings,
  deskMailTemplates,
  deskPortal,
  deskSearch,
  deskNotices,
  deskSettings,
  deskClocks,
  deskReports,
  deskTasks,
  deskMerging,
  deskSplitting,
  deskLinking,
  deskWatching,
  deskTime,
  deskAnswers,
  deskAbsence,
  deskAssignment,
  deskHandover,
  deskEscalation,
  deskProblems,
  deskComplaints,
  deskChanges,
  deskChangeCalendar,
  deskViews,
  views,
  deskBulk,
  deskRuling,
  deskRecurring,
  deskMajor,
  deskOutages,
  deskClosing,
  deskSatisfaction,
  deskAftercare,
  devicesIntake,
  devicesIdentity,
  devicesSoftware,
  devicesProducts,
  devicesRequirements,
  devicesProvisioning,
  devicesLifecycle,
  devicesHolding,
  devicesSnmp,
  devicesHandout,
  devicesHandoutSettings,
  devicesSigning,
  devicesReceipt,
  devicesLoans,
  devicesRemote,
  monitoringReceiving,
  monitoringChecks,
  monitoringTemplates,
  monitoringApplying,
  monitoringHeartbeat,
  monitoringCollectors,
  monitoringAlarms,
  monitoringBringing,
  monitoringWindows,
  monitoringOnCall,
  monitoringBackups,
  monitoringBackupReceiving,
  monitoringBackupProof,
  monitoringDashboards,
  monitoringExpecting,
  monitoringChecklists,
  monitoringCertificates,
  monitoringSupport,
  monitoringUpdates,
  monitoringAvailability,
  monitoringReports,
  monitoringStatus,
  monitoringMap,
  monitoringWall,
]
