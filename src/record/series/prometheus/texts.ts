import { texts } from '#platform/i18n.ts'
import { promqlTexts } from '../promql/texts.ts'

export const prometheusTexts = texts({
  ...promqlTexts,
  'series.prometheus.parameter': { nl: 'De parameter “{given}” ontbreekt of is niet te begrijpen.', en: 'The parameter “{given}” is missing or cannot be understood.' },
  'series.prometheus.order': { nl: 'Het einde ligt voor het begin.', en: 'The end lies before the start.' },
})
