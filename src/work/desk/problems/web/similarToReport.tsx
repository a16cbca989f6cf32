import type { ReportProps } from '../../web/portal/parts.ts'
import { Similar } from './similar.tsx'

export default function SimilarToReport({ values }: ReportProps) {
  return <Similar text={`${String(values.title ?? '')} ${String(values.text ?? '')}`} mine />
}
