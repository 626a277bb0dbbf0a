import { pathToFileURL } from 'node:url';

/** Stands in for `import.meta.url` in CommonJS bundles. */
export const bundleUrl = pathToFileURL(__filename).href;
