import { afterAll, beforeAll, beforeEach, inject } from 'vitest';
import { screenshot } from './window.js';
import { openWorkbench, type Workbench } from './workbench.js';

/**
 * One window for the tests of a block, in order. Of a test that fails, screenshots/ keeps a picture.
 * @returns What gives the window, within tests and hooks.
 */
export function openForTests(): () => Workbench {
  let workbench: Workbench | undefined;
  beforeAll(async () => {
    workbench = await openWorkbench(inject('workbenchAuthority'));
  });
  beforeEach(({ task, onTestFailed }) => {
    onTestFailed(async () => {
      const name = task.name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
      if (workbench) await screenshot(workbench.page, `failed-${name}`);
    });
  });
  afterAll(async () => {
    await workbench?.close();
  });
  return () => {
    if (!workbench) throw new Error('Workbench: asked for outside of tests');
    return workbench;
  };
}
