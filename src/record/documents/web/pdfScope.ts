// Imported before PDF.js: one that finds itself in a worker without a window takes the messages of that worker for its own.
Object.assign(globalThis, { window: globalThis })
