/** Which view of the list of cases is open. */
import { useOpenView } from '#record/views/web/openView.ts'
import type { SavedView } from '../../views/contract.ts'
import { useViews } from '../../views/web/calls.ts'
import { type View, views } from './views.ts'

export const useOpenCases = (search: Readonly<Record<string, string | string[]>>) =>
  useOpenView<View, SavedView>({ search, saved: useViews(), standing: views, remembered: 'spil.desk.view' })
export type OpenCases = ReturnType<typeof useOpenCases>
