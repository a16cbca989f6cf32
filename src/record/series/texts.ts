export const seriesTexts = {
  'series.elsewhere': {
    nl: 'Meetwaarden worden door een ander proces van Spil bijgehouden. Stuur ze daarheen, of laat één proces met de rol "all" of "worker" draaien.',
    en: 'Samples are kept by another process of Spil. Send them there, or run one process with the role "all" or "worker".',
  },
} as const
