/** On the page of an item: its documents. */
import type { PanelItem } from '#web/kit/itemPanels.tsx'
import { DocumentsPanel } from './panel.tsx'

export default function DocumentsOnItem({ subject: { id, organisationId, mayChange } }: { subject: PanelItem }) {
  return <DocumentsPanel kind="item" id={id} organisationId={organisationId} mayAttach={mayChange} />
}
