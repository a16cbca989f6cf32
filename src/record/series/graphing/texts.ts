export const seriesGraphingTexts = {
  'series.graph.wrong': { nl: 'De vraag klopt niet: {why}', en: 'The query is not right: {why}' },
  'series.graph.span': { nl: 'Het einde ligt voor het begin', en: 'The end is before the beginning' },
  'series.graph.busy': { nl: 'Er worden al zoveel grafieken tegelijk getekend. Probeer het zo weer.', en: 'So many graphs are being drawn already. Try again in a moment.' },
} as const
