import { storyOfSamples } from '#test/samples.ts'

storyOfSamples(() => ({ env: {}, visible: async () => undefined, lastWord: true }))
