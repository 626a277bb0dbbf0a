import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';
import { startWorkbenchServer } from '../../../scripts/lib/workbenchServer.mjs';

declare module 'vitest' {
  interface ProvidedContext {
    /** Address of the VS Code that all workbench tests open. */
    workbenchAuthority: string;
  }
}

/** Starts one VS Code server for the whole run. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startWorkbenchServer({
    installed: fileURLToPath(new URL('../../..', import.meta.url)),
  });
  project.provide('workbenchAuthority', server.authority);
  return server.stop;
}
